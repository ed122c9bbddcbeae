import { expect, test, vi } from "vitest";
import { Folds } from "./folds.ts";

const OPTIONS = { limit: 2, idleMs: 1_000 };

/** A journal of numbers, folded to their sum. */
function sums(journal: readonly number[], reads: number[]) {
  return {
    begin: async () => ({ seq: 0, value: { sum: 0 } }),
    advance: async (fold: { seq: number; value: { sum: number } }) => {
      reads.push(fold.seq);
      for (const number of journal.slice(fold.seq)) fold.value.sum += number;
      fold.seq = journal.length;
    },
  };
}

test("a second look reads only what has come since, and both at once read it once", async () => {
  const folds = new Folds<{ sum: number }>(OPTIONS);
  const journal = [1, 2, 3];
  const reads: number[] = [];
  const { begin, advance } = sums(journal, reads);
  const both = await Promise.all([folds.look("a", begin, advance), folds.look("a", begin, advance)]);
  expect(both.map(({ sum }) => sum)).toEqual([6, 6]);
  journal.push(10);
  expect(await folds.look("a", begin, advance)).toEqual({ sum: 16 });
  expect(reads).toEqual([0, 3, 3]);
});

test("the one that was not used the longest goes first", async () => {
  const folds = new Folds<{ sum: number }>(OPTIONS);
  const reads: number[] = [];
  const { begin, advance } = sums([1], reads);
  for (const key of ["a", "b", "a", "c"]) await folds.look(key, begin, advance);
  expect(folds.size).toBe(2);
  reads.length = 0;
  await folds.look("a", begin, advance);
  expect(reads).toEqual([1]);
  await folds.look("b", begin, advance);
  expect(reads).toEqual([1, 0]);
});

test("all together hold so much at most, and what is larger alone is not kept", async () => {
  const folds = new Folds<null>({ limit: 9, idleMs: 1_000, mostSize: 10 });
  const reads: string[] = [];
  const look = (key: string, size: number) =>
    folds.look(
      key,
      async () => {
        reads.push(key);
        return { seq: 0, value: null };
      },
      async (fold) => {
        fold.size = size;
      },
    );
  for (const key of ["a", "b", "c"]) await look(key, 3);
  expect(folds.size).toBe(3);
  await look("huge", 11);
  expect(folds.size).toBe(3);
  await look("a", 4);
  await look("d", 3);
  expect(folds.size).toBe(3);
  reads.length = 0;
  for (const key of ["a", "c", "d"]) await look(key, 3);
  expect(reads).toEqual([]);
  // It grows: the others make room.
  await look("d", 9);
  expect(folds.size).toBe(1);
  await look("b", 1);
  expect(reads).toEqual(["b"]);
});

test("what failed is begun anew", async () => {
  const folds = new Folds<{ sum: number }>(OPTIONS);
  const { begin, advance } = sums([1], []);
  await folds.look("a", begin, advance);
  const fails = () => Promise.reject(new Error("gone"));
  await expect(folds.look("a", begin, fails)).rejects.toThrow("gone");
  expect(folds.size).toBe(0);
  expect(await folds.look("a", begin, advance)).toEqual({ sum: 1 });
});

test("nothing is kept for long that nobody looks at", async () => {
  vi.useFakeTimers();
  try {
    const folds = new Folds<{ sum: number }>(OPTIONS);
    const { begin, advance } = sums([1], []);
    await folds.look("a", begin, advance);
    vi.advanceTimersByTime(2_000);
    expect(folds.size).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
