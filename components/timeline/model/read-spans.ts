import type { RunRow } from "#server/engine/live/wire";
import { SpanBook, type Spans } from "./span-book";

export type AskSpans = (runs: readonly number[]) => Promise<readonly Spans[]>;

/** Own times of all these runs, as many of them in one question as it may name. Rejects when one is not answered. */
export async function readSpans(rows: readonly RunRow[], ask: AskSpans): Promise<SpanBook> {
  const book = new SpanBook();
  for (let left = book.wanted(rows); left.length > 0; left = book.wanted(rows))
    book.put(left, await ask(left.map(({ no }) => no)));
  return book;
}
