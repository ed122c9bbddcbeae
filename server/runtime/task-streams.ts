import type { StreamPiece } from "#server/engine/live/wire";
import type { TaskPlace } from "./task-log-book.ts";

const EVERY_MS = 60;
/** Characters of one attempt; what comes after is left out. */
export const LONGEST_STREAM = 32 * 1024;
/** Texts that are kept at once, those of ended attempts included while there is room. */
export const MOST_STREAMS = 200;

type Text = { readonly place: TaskPlace; readonly at: number; text: string; cut: boolean; ended: boolean };
type Sent = { readonly length: number; readonly cut: boolean; readonly ended: boolean };
type Writer = {
  readonly write: (text: string) => void;
  /** More was written than is kept. */
  readonly cut: () => void;
  readonly end: () => void;
};

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

  /**
   * Answers how to write, and how to say that the attempt is over. Costs nothing before the first word.
   * @param at When it wrote that word, where another process heard it.
   */
  open(place: TaskPlace, at?: number): Writer {
    let kept: Text | null | undefined;
    const key = keyOf(place);
    const note = (change: "cut" | "ended") => {
      if (!kept || kept[change]) return;
      kept[change] = true;
      this.#tellSoon(key);
    };
    return {
      write: (text) => {
        if (typeof text !== "string" || text === "") return;
        kept = kept === undefined ? this.#keep(place, at) : kept;
        if (!kept || kept.ended || kept.cut) return;
        const whole = kept.text + text;
        kept.text = whole.slice(0, LONGEST_STREAM);
        kept.cut = whole.length > LONGEST_STREAM;
        this.#tellSoon(key);
      },
      cut: () => note("cut"),
      end: () => note("ended"),
    };
  }

  /** Drops what there is of a run. */
  forget(run: Pick<TaskPlace, "treeId" | "run">): void {
    for (const text of this.#texts.get(keyOf(run)) ?? []) this.#kept.delete(text);
    this.#texts.delete(keyOf(run));
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

  #keep(place: TaskPlace, at = Date.now()): Text | null {
    if (this.#kept.size >= MOST_STREAMS && !this.#dropOldest()) return null;
    const text: Text = { place, at, text: "", cut: false, ended: false };
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
    const { text, cut, ended, at, place } = each;
    const before = sent.get(each) ?? { length: 0, cut: false, ended: false };
    if (before.length === text.length && before.cut === cut && before.ended === ended) continue;
    sent.set(each, { length: text.length, cut, ended });
    const { node, item, attempt } = place;
    const rest = text.slice(before.length);
    pieces.push({
      node,
      item,
      attempt,
      at,
      from: before.length,
      text: rest,
      ended,
      ...(cut ? { cut: true } : {}),
    });
  }
  if (pieces.length > 0) deliver(pieces);
}

function keyOf({ treeId, run }: Pick<TaskPlace, "treeId" | "run">): string {
  return `${treeId}.${run}`;
}
