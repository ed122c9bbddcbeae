import { expect, test } from "vitest";
import type { Entry } from "#server/engine/context/entry";
import { ContextSets } from "./context-sets.ts";

const entry = (key: string, hash: string, labels?: readonly string[]) =>
  ({ key, hash: `${hash}-and-more-of-the-hash`, ...(labels ? { labels } : {}) }) as Entry;

test("contexts that many runs share are told once, as they stand after the last write", () => {
  const sets = new ContextSets(3);
  const shared = [entry("goal", "abcdef"), entry("plan", "fedcba")];
  sets.start(0, undefined);
  for (const run of [1, 2, 3]) sets.start(run, run === 2 ? shared.toReversed() : shared);
  sets.start(4, []);
  sets.write(3, [entry("plan", "999999"), entry("found", "777777")]);
  sets.write(0, [entry("plan", "fedcba")]);
  const { entries, sets: told, of } = sets.told();
  const read = (run: number) => told[of[run] ?? -1]?.map((index) => entries[index]?.join("=")).sort() ?? null;
  expect(told).toHaveLength(4);
  expect(of[1]).toBe(of[2]);
  expect([0, 1, 2, 3, 4].map(read)).toEqual([
    ["plan=fed"],
    ["goal=abc", "plan=fed"],
    ["goal=abc", "plan=fed"],
    ["found=777", "goal=abc", "plan=999"],
    [],
  ]);
});

test("of a secret the context tells the key and nothing of its value", () => {
  const sets = new ContextSets(12);
  sets.start(0, [entry("token", "abcdef", ["secret"])]);
  expect(sets.told().entries).toEqual([["token", ""]]);
});

test("what it holds grows with values that differ, not with those that many runs share", () => {
  const sets = new ContextSets(12);
  const grown = (run: number, ...entries: readonly Entry[]) => {
    const before = sets.size;
    sets.start(run, entries);
    return sets.size - before;
  };
  const first = grown(0, entry("goal", "abcdef"));
  const shared = grown(1, entry("goal", "abcdef"));
  const other = grown(2, entry("goal", "fedcba"));
  expect(shared).toBeGreaterThan(0);
  expect(other).toBeGreaterThan(2 * shared);
  expect(first).toBeGreaterThan(2 * shared);
});
