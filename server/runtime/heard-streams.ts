import type { StreamPiece } from "#server/engine/live/wire";
import { keyOf, type StreamedRun } from "./stream-messages.ts";
import { type StreamFollower, TaskStreams } from "./task-streams.ts";

type Heard = ReturnType<TaskStreams["open"]> & {
  length: number;
  readonly node: string;
  readonly item: number | null;
  readonly at: number;
};

/** What other processes write in runs that somebody follows here, put together from messages that may be lost. */
export class HeardStreams {
  readonly #streams = new TaskStreams();
  readonly #texts = new Map<string, Map<string, Heard>>();

  follow(run: StreamedRun, follower: StreamFollower): () => void {
    return this.#streams.follow(run, follower);
  }

  /** `false` = something before this piece is missing: it has to be told from the beginning. */
  hear(run: StreamedRun, piece: StreamPiece): boolean {
    const text = this.#textOf(run, piece);
    if (piece.from > text.length) return false;
    text.write(piece.text.slice(text.length - piece.from));
    text.length = Math.max(text.length, piece.from + piece.text.length);
    if (piece.cut) text.cut();
    if (piece.ended) text.end();
    return true;
  }

  /** Nobody follows it any more. */
  forget(run: StreamedRun): void {
    this.#texts.delete(keyOf(run));
    this.#streams.forget(run);
  }

  #textOf(run: StreamedRun, { node, item, attempt, at }: StreamPiece): Heard {
    const ofRun = this.#texts.get(keyOf(run)) ?? new Map<string, Heard>();
    this.#texts.set(keyOf(run), ofRun);
    const key = `${node}/${item}/${attempt}/${at}`;
    const known = ofRun.get(key);
    if (known) return known;
    // A process that was lost does not say that its attempt is over; the next one at that place does.
    for (const text of ofRun.values())
      if (text.node === node && text.item === item && text.at < at) text.end();
    const text: Heard = {
      ...this.#streams.open({ ...run, node, item, attempt }, at),
      length: 0,
      node,
      item,
      at,
    };
    ofRun.set(key, text);
    return text;
  }
}
