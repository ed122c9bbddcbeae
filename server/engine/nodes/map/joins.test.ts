import { describe, expect, it } from "vitest";
import { ending, ofType, output, run } from "../../testing/run-graph.ts";

type Join = "all" | "any" | "allSettled" | { readonly n: number };
type Policy = "cancelSiblings" | "wait";
type Row = readonly [items: string, join: Join, policy: Policy, ends: unknown, started: number];

/** An item is `ok`, or `no` for one that fails; two run at once. */
const world = {
  tasks: {
    item: {
      durationMs: (input: unknown) => (input as { ms: number }).ms,
      output: (input: unknown) => (input as { say: string }).say,
    },
    no: { durationMs: [10, 10] as const, failureRate: 1, retryable: false },
  },
};

function map(items: string, join: Join, onBranchFail: Policy) {
  const graph = {
    schemaVersion: 1,
    slug: "item",
    name: "Item",
    nodes: {
      which: { kind: "decision", cases: [{ port: "no", when: "input.say == 'no'" }], default: "yes" },
      yes: { kind: "task", task: "item", input: "= input" },
      no: { kind: "task", task: "no" },
    },
    edges: [
      { source: "which", target: "yes", port: "yes" },
      { source: "which", target: "no", port: "no" },
    ],
  };
  const body = { kind: "subworkflow", graph, input: { say: "= item", ms: "= 20 + 10 * index" } };
  const over = JSON.stringify(items === "" ? [] : items.split(" "));
  return run(
    { nodes: { map: { kind: "map", over, body, join, onBranchFail, maxConcurrent: 2 } } },
    { world },
  );
}

const done = (say: string) => ({ status: "succeeded", output: say });
const failed = { status: "failed", failure: expect.objectContaining({ code: "TaskFailed" }) };

const ROWS: readonly Row[] = [
  // No items: only a join that needs some is out of reach.
  ["", "all", "cancelSiblings", [], 0],
  ["", "all", "wait", [], 0],
  ["", "allSettled", "cancelSiblings", [], 0],
  ["", "allSettled", "wait", [], 0],
  ["", "any", "cancelSiblings", "failed:JoinUnreachable", 0],
  ["", "any", "wait", "failed:JoinUnreachable", 0],
  ["", { n: 2 }, "cancelSiblings", "failed:JoinUnreachable", 0],
  ["", { n: 2 }, "wait", "failed:JoinUnreachable", 0],
  // All succeed.
  ["a b c", "all", "cancelSiblings", ["a", "b", "c"], 3],
  ["a b c", "all", "wait", ["a", "b", "c"], 3],
  ["a b c", "allSettled", "cancelSiblings", [done("a"), done("b"), done("c")], 3],
  ["a b c", "any", "cancelSiblings", ["a", null, null], 2],
  ["a b c", "any", "wait", ["a", null, null], 2],
  ["a b c", { n: 2 }, "cancelSiblings", ["a", "b", null], 3],
  ["a b c", { n: 2 }, "wait", ["a", "b", null], 3],
  // More than there are: known before anything starts, or after all has ended.
  ["a b c", { n: 4 }, "cancelSiblings", "failed:JoinUnreachable", 0],
  ["a b c", { n: 4 }, "wait", "failed:JoinUnreachable", 3],
  // The first one fails.
  ["no b c", "all", "cancelSiblings", "failed:TaskFailed", 2],
  ["no b c", "all", "wait", "failed:TaskFailed", 3],
  ["no b c", "any", "cancelSiblings", [null, "b", null], 3],
  ["no b c", "any", "wait", [null, "b", null], 3],
  ["no b c", { n: 2 }, "cancelSiblings", [null, "b", "c"], 3],
  ["no b c", { n: 3 }, "cancelSiblings", "failed:TaskFailed", 2],
  ["no b c", { n: 3 }, "wait", "failed:TaskFailed", 3],
  ["no b c", "allSettled", "cancelSiblings", [failed, done("b"), done("c")], 3],
  ["no b c", "allSettled", "wait", [failed, done("b"), done("c")], 3],
  // None succeeds.
  ["no no", "any", "cancelSiblings", "failed:TaskFailed", 2],
  ["no no", "any", "wait", "failed:TaskFailed", 2],
  ["no no", "allSettled", "wait", [failed, failed], 2],
];

describe("joins of a map", () => {
  it.each(ROWS)(
    "[%s] joined by %j, %s, ends with %j after %i starts",
    (items, join, policy, ends, started) => {
      const outcome = map(items, join, policy);
      if (typeof ends === "string") expect(ending(outcome)).toBe(ends);
      else expect(output(outcome)).toEqual(ends);
      expect(ofType(outcome.journal, "RunStarted").length - 1).toBe(started);
      expect(outcome.tree.levels.every(({ agents }) => agents === 0)).toBe(true);
      expect(outcome.tree.counts.running).toBe(0);
    },
  );

  it("ends what a decided join no longer needs, and names why", () => {
    const { journal } = map("a b c", "any", "wait");
    expect(ofType(journal, "RunCancelled")).toMatchObject([
      { run: 2, reason: "the join was satisfied without it" },
    ]);
  });
});
