import { expect, it } from "vitest";
import { ACTOR, say, worldWith } from "../testing/fork-run.ts";
import { chain, ofType, run } from "../testing/run-graph.ts";
import { contradiction } from "./contradictions.ts";
import type { ForkPlace } from "./flaw.ts";
import { forkOf } from "./fork.ts";
import { lastOf } from "./last-of.ts";
import type { RunRecord } from "./record.ts";
import { recordingOf } from "./record.ts";

const WIDE = {
  nodes: {
    which: { kind: "decision", cases: [{ port: "leaf", when: "has(input.leaf)" }], default: "root" },
    good: say("= input.leaf"),
    bad: { kind: "task", task: "fix", input: "= input.leaf" },
    children: {
      kind: "map",
      over: "input.list",
      join: "allSettled",
      body: { kind: "subworkflow", workflow: "self", input: { leaf: "= item" } },
    },
  },
  edges: [
    { source: "which", target: "good", port: "leaf" },
    { source: "which", target: "children", port: "root" },
    ...chain("good", "bad"),
  ],
};

/** How often forking looks at where a run came from, or at which run a place is in, when each of so many children failed. */
function looks(children: number): number {
  const list = Array.from({ length: children }, (_, index) => index);
  const earlier = run(WIDE, { world: worldWith(true), input: { list } });
  const failed = ofType(earlier.journal, "RunFailed").filter(({ run: no }) => no > 0);
  expect(failed).toHaveLength(children);
  let count = 0;
  const counting = <T extends object>(of: T, key: keyof T & string): T => {
    const value = of[key];
    return Object.defineProperty({ ...of }, key, {
      enumerable: true,
      get: () => {
        count += 1;
        return value;
      },
    });
  };
  const journal = earlier.journal.map((event) =>
    event.type === "RunStarted" ? counting(event, "origin") : event,
  );
  const places = failed.map(({ run: no }) => counting<ForkPlace>({ run: no, node: "bad" }, "run"));
  const derived = forkOf(recordingOf(journal), places as [ForkPlace, ...ForkPlace[]], {
    blob: earlier.blobs,
    actor: ACTOR,
  });
  expect(derived.kind).toBe("fork");
  return count;
}

it("takes four times the work to fork four times as many children", () => {
  const few = looks(100);
  expect(looks(400) / few).toBeLessThan(5);
});

it("bears more items than a call takes arguments", () => {
  const many = Array.from({ length: 300_000 }, (_, item) => item);
  expect(lastOf(many, [])).toBe(299_999);
  expect(lastOf()).toBe(-1);
  const loop = { v: 1, at: 0, type: "NodeStarted", run: 0, node: "loop", loop: true } as const;
  const record = { opened: new Map([["loop", loop]]), items: new Map() } as Partial<RunRecord> as RunRecord;
  const places = many.map((item) => ({ run: 0, node: "loop", item }));
  expect(contradiction({ record, places, openChildren: [] })?.message).toMatch(/after iteration 0/);
});
