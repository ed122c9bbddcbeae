import { expect, test } from "vitest";
import type { StreamPiece } from "#server/engine/live/wire";
import type { AttemptRow } from "#server/services/types";
import { settled, standingOf, withPieces } from "./streams";

const piece = (text: string, more: Partial<StreamPiece> = {}): StreamPiece => ({
  node: "write",
  item: null,
  attempt: 1,
  at: 1_000,
  from: 0,
  text,
  ended: false,
  ...more,
});

test("pieces make a text, and one that comes again from the beginning makes no other", () => {
  const first = withPieces([], [piece("Hello"), piece(" world", { from: 5 })]);
  expect(first).toMatchObject([{ text: "Hello world", ended: false }]);
  const again = withPieces(first, [piece("Hello world, again")]);
  expect(again.map(({ text }) => text)).toEqual(["Hello world, again"]);
});

test("a piece of which the beginning is missing is left until that comes", () => {
  expect(withPieces([], [piece("world", { from: 6 })])).toEqual([]);
});

test("attempts of one place are told apart, the latest first, and the earlier one as what it is", () => {
  const texts = withPieces(
    [],
    [
      piece("half a sen", { ended: true }),
      piece("a whole sentence", { attempt: 2, at: 2_000 }),
      piece("another item", { item: 4, at: 1_500, ended: true }),
    ],
  );
  expect(texts.map((each) => [each.text, standingOf(each, texts)])).toEqual([
    ["a whole sentence", "writing"],
    ["another item", "done"],
    ["half a sen", "earlier"],
  ]);
});

test("an attempt that is made anew under the same number is another text", () => {
  const texts = withPieces([], [piece("of before", { ended: true }), piece("of now", { at: 9_000 })]);
  expect(texts.map((each) => [each.text, standingOf(each, texts)])).toEqual([
    ["of now", "writing"],
    ["of before", "earlier"],
  ]);
});

test("what a lost process left open is over with its attempt, or with its run", () => {
  const texts = withPieces([], [piece("half a sen"), piece("of an item", { item: 4, at: 500 })]);
  const attempt = (status: AttemptRow["status"], more: Partial<AttemptRow> = {}) =>
    ({ nodeId: "write", item: null, attempt: 1, status, ...more }) as AttemptRow;
  const ended = (attempts: readonly AttemptRow[], live = true) =>
    settled(texts, attempts, live).map((each) => each.ended);
  expect(ended([])).toEqual([false, false]);
  expect(ended([attempt("running"), attempt("failed", { item: 4 })])).toEqual([false, true]);
  expect(ended([attempt("retrying"), attempt("running", { attempt: 2 })])).toEqual([true, false]);
  // Made anew under the same number.
  expect(ended([attempt("failed"), attempt("queued")])).toEqual([false, false]);
  expect(ended([], false)).toEqual([true, true]);
});
