import type { StreamPiece } from "#server/engine/live/wire";
import type { TaskPlace } from "./task-log-book.ts";

const EVERY_MS = 60;
/** Characters of one attempt; what comes after is left out. */
export const LONGEST_STREAM = 32 * 1024;
/** Texts that are kept at once, those of ended attempts included while there is room. */
export const MOST_STREAMS = 200;

type Text = { readonly place: TaskPlace; readonly at: number; text: string; ended: boolean };
type Sent = { readonly length: number; readonly ended: boolean };

export type StreamFollower = {
  /** Whether the other side keeps up; what it does not get now comes with the next piece. */
  readonly ready: () => boolean;
  readonly deliver: (pieces: readonly StreamPiece[]) => void;
};
type Following = StreamFollower & { readonly sent: WeakMap<Text, Sent> };

/**
 * What attempts of this process write while they work, for whoever looks at their run at that moment. Kept in memory
 * only: a reader who comes in the middle sees it from the beginning, and earlier attempts as long as there is room.
 */
export class TaskStreams {
  readonly #texts = new Map<string, Set<Text>>();
  readonly #followers = new Map<string, Set<Following>>();
  readonly #kept = new Set<Text>();
  readonly #due = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** Answers how to write, and how to say that the attempt is over. Costs nothing before the first word. */
  open(place: TaskPlace): { readonly write: (text: string) => void; readonly end: () => void } {
    let kept: Text | null | undefined;
    return {
      write: (text) => {
        if (typeof text !== "string" || text === "") return;
        kept = kept === undefined ? this.#keep(place) : kept;
        if (!kept || kept.ended || kept.text.length >= LONGEST_STREAM) return;
        kept.text = (kept.text + text).slice(0, LONGEST_STREAM);
        this.#tellSoon(keyOf(place));
      },
      end: () => {
        if (!kept) return;
        kept.ended = true;
        this.#tellSoon(keyOf(place));
      },
    };
  }

  /** Hands over what there is of a run, then what comes. Answers how to stop. */
  follow(run: Pick<TaskPlace, "treeId" | "run">, follower: StreamFollower): () => void {
    const key = keyOf(run);
    const following: Following = { ...follower, sent: new WeakMap() };
    const followers = this.#followers.get(key) ?? new Set();
    this.#followers.set(key, followers.add(following));
    this.#tellSoon(key);
    return () => {
      followers.delete(following);
      if (followers.size === 0 && this.#followers.get(key) === followers) this.#followers.delete(key);
    };
  }

  #keep(place: TaskPlace): Text | null {
    if (this.#kept.size >= MOST_STREAMS && !this.#dropOldest()) return null;
    const text: Text = { place, at: Date.now(), text: "", ended: false };
    const key = keyOf(place);
    this.#texts.set(key, (this.#texts.get(key) ?? new Set()).add(text));
    this.#kept.add(text);
    return text;
  }

  /** Of those that have ended; `false` = there is none. */
  #dropOldest(): boolean {
    for (const text of this.#kept) {
      if (!text.ended) continue;
      this.#kept.delete(text);
      const key = keyOf(text.place);
      const ofRun = this.#texts.get(key);
      ofRun?.delete(text);
      if (ofRun?.size === 0) this.#texts.delete(key);
      return true;
    }
    return false;
  }

  #tellSoon(key: string): void {
    if (!this.#followers.has(key)) return;
    this.#due.add(key);
    this.#timer ??= setTimeout(() => this.#tell(), EVERY_MS).unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const due = [...this.#due];
    this.#due.clear();
    for (const key of due) {
      for (const follower of this.#followers.get(key) ?? []) {
        if (!follower.ready()) this.#tellSoon(key);
        else handNews(follower, this.#texts.get(key) ?? []);
      }
    }
  }
}

function handNews({ sent, deliver }: Following, texts: Iterable<Text>): void {
  const pieces: StreamPiece[] = [];
  for (const each of texts) {
    const { text, ended, at, place } = each;
    const before = sent.get(each) ?? { length: 0, ended: false };
    if (before.length === text.length && before.ended === ended) continue;
    sent.set(each, { length: text.length, ended });
    const { node, item, attempt } = place;
    pieces.push({ node, item, attempt, at, from: before.length, text: text.slice(before.length), ended });
  }
  if (pieces.length > 0) deliver(pieces);
}

function keyOf({ treeId, run }: Pick<TaskPlace, "treeId" | "run">): string {
  return `${treeId}.${run}`;
}
