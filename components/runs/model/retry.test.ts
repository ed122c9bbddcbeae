import { expect, test } from "vitest";
import { MOST_RETRIED } from "#server/services/inputs-retry";
import type { RetryPreview } from "#server/services/types-retry";
import { askedFor, groupReasons, retriedOf, sumOf } from "./retry.ts";

const one = (id: string, again: number): RetryPreview["data"][number] => ({
  id,
  why: null,
  from: "failure",
  totals: {
    stands: 2,
    kept: 0,
    given: 0,
    again,
    spent: { runs: 1, attempts: again, tokens: 0, costUsd: 0.25 },
  },
});
const not = (id: string, why: string): RetryPreview["data"][number] => ({
  id,
  why,
  from: null,
  totals: null,
});

test("what would be retried is summed up, and why the rest would not be", () => {
  const found = [
    one("a", 1),
    not("b", "It has succeeded."),
    one("c", 3),
    not("d", "Gone."),
    not("e", "Gone."),
  ];
  expect(sumOf(found)).toEqual({
    trees: 2,
    again: 4,
    reused: 4,
    spent: { runs: 2, attempts: 4, tokens: 0, costUsd: 0.5 },
  });
  expect(groupReasons(found)).toEqual([
    { why: "Gone.", count: 2 },
    { why: "It has succeeded.", count: 1 },
  ]);
});

test("a retry is for those that can be retried, no more than the server takes, and for none below a root", () => {
  const chosen = (count: number, status: string, parentId: string | null = null) =>
    Array.from({ length: count }, () => ({ status, parentId }));
  expect(retriedOf([...chosen(2, "failed"), ...chosen(1, "succeeded"), ...chosen(1, "failed", "t")])).toBe(2);
  expect(retriedOf(chosen(MOST_RETRIED + 20, "cancelled"))).toBe(MOST_RETRIED);
});

test("no more are asked for than the server takes, and those that can be retried come first", () => {
  const chosen = (count: number, status: string) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${status} ${index}`,
      status,
      parentId: null,
    }));
  const asked = askedFor([
    ...chosen(MOST_RETRIED, "succeeded"),
    ...chosen(2, "failed"),
    ...chosen(1, "cancelled"),
  ]);
  expect(asked).toHaveLength(MOST_RETRIED);
  expect(asked.slice(0, 4)).toEqual(["failed 0", "failed 1", "cancelled 0", "succeeded 0"]);
});
