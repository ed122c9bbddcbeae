import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import type { Event } from "../run/events.ts";
import { seeded } from "../simulation/random.ts";
import { simulate } from "../simulation/simulator.ts";
import { ACTOR, again, calls, forked, NEW_TREE, say, worldWith } from "../testing/fork-run.ts";
import { afterSettlement, refold } from "../testing/journal-checks.ts";
import { RANDOM_WORLD, randomGraph } from "../testing/random-graph.ts";
import { chain, ending, ofType, output, run } from "../testing/run-graph.ts";
import type { ForkPlace } from "./flaw.ts";
import { forkOf } from "./fork.ts";
import { recordingOf } from "./record.ts";

const LINE = {
  nodes: {
    a: say({ v: "a" }),
    b: say({ v: "= nodes.a.output.v + 'b'" }),
    c: say({ v: "= nodes.b.output.v + 'c'" }),
    beside: say("x"),
    end: { kind: "end", output: "= nodes.c.output.v" },
  },
  edges: [...chain("a", "b", "c", "end"), { source: "a", target: "beside" }],
};

describe("a fork at a node", () => {
  const earlier = run(LINE, { world: worldWith() });

  it("reuses what came before and beside it, and does it again with what depends on it", () => {
    const outcome = again(earlier, [{ run: 0, node: "b" }]);
    expect(output(outcome)).toBe("abc");
    expect(calls(outcome)).toEqual(["0/b", "0/c"]);
    expect(
      ofType(outcome.journal, "NodeCompleted")
        .filter(({ reused }) => reused)
        .map(({ node, reused }) => [node, reused]),
    ).toEqual([
      ["a", "00000000-0000-7000-8000-000000000000"],
      ["beside", "00000000-0000-7000-8000-000000000000"],
    ]);
    expect(ofType(outcome.journal, "TreeStarted")[0]).toMatchObject({
      treeId: NEW_TREE,
      actor: ACTOR,
      fork: { from: "00000000-0000-7000-8000-000000000000", node: "b" },
    });
    expect(forked(earlier, [{ run: 0, node: "b" }]).plan.totals).toEqual({
      stands: 2,
      kept: 0,
      given: 0,
      again: 3,
      spent: { runs: 0, attempts: 2, tokens: 0, costUsd: 0 },
    });
  });

  it("leaves the earlier journal as it was", () => {
    const before = JSON.stringify(earlier.journal);
    again(earlier, [{ run: 0, node: "a" }]);
    expect(JSON.stringify(earlier.journal)).toBe(before);
  });

  it("gives it another input, or another result that it need not work for", () => {
    expect(output(again(earlier, [{ run: 0, node: "b", input: { v: "new" } }]))).toBe("newc");
    const given = again(earlier, [{ run: 0, node: "b", output: { v: "given" } }]);
    expect(output(given)).toBe("givenc");
    expect(calls(given)).toEqual(["0/c"]);
    expect(ofType(given.journal, "NodeCompleted").find(({ node }) => node === "b")?.by).toEqual({
      how: "replace",
      actor: ACTOR,
    });
  });

  it("does other places again too, and leaves alone what is to stand although it depends on it", () => {
    expect(
      calls(
        again(earlier, [
          { run: 0, node: "b" },
          { run: 0, node: "beside" },
        ]),
      ),
    ).toEqual(["0/b", "0/beside", "0/c"]);
    const kept = again(earlier, [
      { run: 0, node: "b", input: { v: "new" } },
      { run: 0, node: "c", reuse: true },
    ]);
    expect(output(kept)).toBe("abc");
    expect(calls(kept)).toEqual(["0/b"]);
  });

  it("decides edges anew by a result that was given", () => {
    const parts = {
      nodes: { a: say({ go: "left" }), left: say("left"), right: say("right") },
      edges: [
        { source: "a", target: "left", when: "nodes.a.output.go == 'left'" },
        { source: "a", target: "right", when: "nodes.a.output.go == 'right'" },
      ],
    };
    const first = run(parts, { world: worldWith() });
    expect(output(first)).toBe("left");
    expect(output(again(first, [{ run: 0, node: "a", output: { go: "right" } }]))).toBe("right");
  });

  it("goes on where a run has failed", () => {
    const parts = {
      nodes: { a: say(1), b: { kind: "task", task: "fix", input: 2 }, c: say("= nodes.b.output") },
      edges: chain("a", "b", "c"),
    };
    const failed = run(parts, { world: worldWith(true) });
    expect(ending(failed)).toBe("failed:TaskFailed");
    const outcome = again(failed, [{ run: 0, node: "b" }]);
    expect(output(outcome)).toBe(2);
    expect(calls(outcome)).toEqual(["0/b", "0/c"]);
  });

  it("keeps decisions, skips and answers of people as they were", () => {
    const parts = {
      nodes: {
        ask: { kind: "approval", title: "Go?" },
        which: { kind: "decision", cases: [{ port: "no", when: "false" }], default: "yes" },
        no: say("no"),
        yes: say("yes"),
        last: say("= nodes.yes.output"),
      },
      edges: [
        { source: "ask", target: "which" },
        { source: "which", target: "no", port: "no" },
        { source: "which", target: "yes", port: "yes" },
        ...chain("yes", "last"),
        { source: "no", target: "last" },
      ],
    };
    const first = run(parts, { world: { ...worldWith(), people: true }, seed: 3 });
    expect(ending(first)).toBe("succeeded");
    const outcome = again(first, [{ run: 0, node: "last" }]);
    expect(output(outcome)).toBe("yes");
    expect(ofType(outcome.journal, "NodeSkipped")).toMatchObject([{ node: "no" }]);
    expect(ofType(outcome.journal, "NodeStarted")).toEqual([]);
  });
});

/** Each run says something, starts `input.n` children, and says something about them. */
const TREE = {
  nodes: {
    first: say("= input"),
    more: {
      kind: "map",
      over: "input.n > 0 ? [0, 1, 2] : []",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: { n: "= input.n - 1", at: "= string(index)" },
        label: "= 'at ' + string(index)",
      },
    },
    last: say({ n: "= input.n", below: "= nodes.more.output" }),
  },
  edges: chain("first", "more", "last"),
};

describe("a fork below the root", () => {
  const earlier = run(TREE, { world: worldWith(), input: { n: 2 } });
  const deep = ofType(earlier.journal, "RunStarted").find(
    ({ depth, origin }) => depth === 2 && origin?.item === 1,
  );
  if (!deep?.origin) throw new Error("no run at depth 2");
  const parent = ofType(earlier.journal, "RunStarted")[deep.origin.run];

  it("opens the runs above it and reuses everything else whole", () => {
    const outcome = again(earlier, [{ run: deep.run, node: "last" }]);
    expect(output(outcome)).toEqual(output(earlier));
    expect(calls(outcome)).toEqual(["2/last", "1/last", "0/last"]);
    expect(outcome.tree.runs.map(({ depth, label }) => [depth, label])).toEqual([
      [0, undefined],
      [1, parent?.label],
      [2, "at 1"],
    ]);
  });

  it("at an item does that item again, and none of its siblings", () => {
    const outcome = again(earlier, [{ run: 0, node: "more", item: 2 }]);
    expect(output(outcome)).toEqual(output(earlier));
    expect(calls(outcome).filter((call) => call.startsWith("0/"))).toEqual(["0/last"]);
    expect(
      ofType(outcome.journal, "ItemCompleted").filter(({ reused, run: no }) => reused && no === 0),
    ).toHaveLength(2);
  });

  it("gives an item another input or another result", () => {
    const other = again(earlier, [{ run: 0, node: "more", item: 0, input: { n: 0, at: "new" } }]);
    expect(output(other)).toMatchObject({ below: [{ n: 0, below: [] }, { n: 1 }, { n: 1 }] });
    const given = again(earlier, [{ run: 0, node: "more", item: 0, output: "given" }]);
    expect(output(given)).toMatchObject({ below: ["given", { n: 1 }, { n: 1 }] });
    expect(calls(given)).toEqual(["0/last"]);
  });

  it("at several places opens the runs above each of them", () => {
    const other = ofType(earlier.journal, "RunStarted").find(
      ({ depth, origin, run: no }) => depth === 2 && no !== deep.run && origin?.run !== deep.origin?.run,
    );
    if (!other) throw new Error("no other run");
    const outcome = again(earlier, [
      { run: deep.run, node: "last" },
      { run: other.run, node: "last" },
    ]);
    expect(output(outcome)).toEqual(output(earlier));
    expect(calls(outcome).toSorted()).toEqual(["0/last", "1/last", "2/last", "3/last", "4/last"]);
  });

  it("has a place at every depth in which its runs may grow again", () => {
    const outcome = again(earlier, [{ run: deep.run, node: "more" }], worldWith(), {
      limits: { maxDepth: 2 },
    });
    expect(ending(outcome)).toBe("succeeded");
  });

  it("goes on in a loop at the iteration that was named", () => {
    const parts = {
      nodes: {
        loop: {
          kind: "loop",
          maxIterations: 5,
          until: "index == 4",
          body: say({ i: "= index", was: "= index == 0 ? 0 : previous.i" }),
        },
        after: say("= nodes.loop.output.i"),
      },
      edges: chain("loop", "after"),
    };
    const first = run(parts, { world: worldWith() });
    const outcome = again(first, [{ run: 0, node: "loop", item: 2 }]);
    expect(output(outcome)).toBe(output(first));
    expect(calls(outcome)).toEqual(["0/loop[2]", "0/loop[3]", "0/after"]);
  });

  it("keeps a plan, and does one of its children again", () => {
    const world = {
      ...worldWith(),
      tasks: {
        ...worldWith().tasks,
        planner: {
          durationMs: [1, 1] as const,
          output: () => [1, 2].map((n) => ({ workflow: "self", input: { n } })),
        },
      },
    };
    const parts = {
      nodes: {
        which: { kind: "decision", cases: [{ port: "leaf", when: "has(input.n)" }], default: "plan" },
        leaf: say("= input.n"),
        plan: { kind: "plan", workflows: ["self"], body: { kind: "task", task: "planner" } },
      },
      edges: [
        { source: "which", target: "leaf", port: "leaf" },
        { source: "which", target: "plan", port: "plan" },
      ],
    };
    const first = run(parts, { world });
    expect(output(first)).toEqual([1, 2]);
    const outcome = again(first, [{ run: 2, node: "leaf", output: 9 }], world);
    expect(output(outcome)).toEqual([1, 9]);
    expect(calls(outcome)).toEqual([]);
  });
});

describe("what cannot be forked", () => {
  const earlier = run(TREE, { world: worldWith(), input: { n: 1 } });
  it.each<[code: string, places: readonly [ForkPlace, ...ForkPlace[]]]>([
    ["RUN_UNKNOWN", [{ run: 99, node: "last" }]],
    ["NODE_UNKNOWN", [{ run: 0, node: "gone" }]],
    ["ITEM_UNKNOWN", [{ run: 0, node: "more", item: 3 }]],
    ["ITEM_UNKNOWN", [{ run: 0, node: "first", item: 0 }]],
    [
      "DEPENDENT",
      [
        { run: 1, node: "last" },
        { run: 0, node: "first" },
      ],
    ],
    [
      "NEVER_REACHED",
      [
        { run: 0, node: "first" },
        { run: 0, node: "last", input: 1 },
      ],
    ],
  ])("is refused as %s: %j", (code, places) => {
    expect(forkOf(recordingOf(earlier.journal), places, { blob: earlier.blobs, actor: ACTOR })).toMatchObject(
      {
        kind: "flaw",
        flaw: { code },
      },
    );
  });

  it("says which values it needs before it can tell", () => {
    const parts = {
      nodes: {
        big: {
          kind: "map",
          over: "range(40)",
          body: { kind: "transform", output: { t: "x".repeat(1_000) } },
        },
        last: say(1),
      },
      edges: chain("big", "last"),
    };
    const first = run(parts, { world: worldWith() });
    const derived = forked(first, [{ run: 0, node: "last" }]);
    expect(JSON.stringify(derived.fork.history).length).toBeLessThan(3_000);
    expect(derived.blobs).toHaveLength(1);
  });
});

/** A place that the journal had come to, chosen by a number. */
function somePlace(journal: readonly Event[], at: number): ForkPlace | null {
  const ended = journal.filter((event) => event.type === "NodeCompleted" || event.type === "NodeFailed");
  const event = ended[at % Math.max(1, ended.length)];
  return event ? { run: event.run, node: event.node } : null;
}

test("forks of random trees, with crashes, end, settle each run once and fold to what they are", () => {
  let forks = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), fc.nat(500), (seed, at) => {
      const graph = bindGraph(randomGraph(seeded(seed)), { slug: "random", revision: 1 });
      const earlier = simulate({ graph, input: { n: 2 }, world: RANDOM_WORLD, seed, maxSteps: 20_000 });
      const place = somePlace(earlier.journal, at);
      if (!place) return;
      const telling = { blob: earlier.blobs, actor: ACTOR };
      const derived = forkOf(recordingOf(earlier.journal), [place], telling);
      const goesOn = recordingOf(earlier.journal.slice(0, at));
      forkOf(goesOn, [place], telling);
      for (const event of earlier.journal.slice(at)) goesOn.take(event);
      expect(forkOf(goesOn, [place], telling)).toEqual(derived);
      // A run that undoes something is no part of the graph.
      if (derived.kind === "flaw" && derived.flaw.code === "NODE_UNKNOWN") return;
      if (derived.kind !== "fork") throw new Error(JSON.stringify(derived));
      const { input, limits, fork } = derived;
      const outcome = simulate({
        graph: derived.graph,
        input,
        limits,
        fork,
        world: RANDOM_WORLD,
        seed: seed + 1,
        crashRate: 0.1,
        commitLag: 0.4,
        maxSteps: 20_000,
        treeId: NEW_TREE,
        blobs: earlier.blobs,
      });
      forks += 1;
      expect(outcome.stuck).toBe(false);
      expect(afterSettlement(outcome.journal)).toEqual([]);
      expect(refold(outcome.journal)).toEqual(outcome.tree);
      expect(outcome.tree.levels.every(({ agents }) => agents === 0)).toBe(true);
    }),
    { numRuns: 400 },
  );
  expect(forks).toBeGreaterThan(300);
});
