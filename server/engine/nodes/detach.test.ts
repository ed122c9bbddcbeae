import { describe, expect, it } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import type { Outcome } from "../simulation/simulator.ts";
import { begin, boundOf, ending, graphOf, ofType, output, run, WORLD } from "../testing/run-graph.ts";
import type { DetachedStart } from "./detach.ts";

const ACTOR = { kind: "user", id: "u", name: "Ann" } as const;
const call = (more: object = {}) => ({
  kind: "subworkflow",
  workflow: "self",
  detached: true,
  input: "= input",
  ...more,
});
const TREES = ["00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"];

/** What the executor of detached starts was given. */
function startsOf({ calls }: Outcome): DetachedStart[] {
  return calls
    .filter(({ call: { task } }) => task === "banyan:start")
    .map(({ call: { input } }) => input as unknown as DetachedStart);
}

/** The tree that such a start leads to. */
function follow(
  parts: Parameters<typeof run>[0],
  { origin, input, maxDepth }: DetachedStart,
  treeId = TREES[0],
): Outcome {
  return run(parts, { input, origin, limits: { maxDepth }, ...(treeId ? { treeId } : {}) });
}

describe("a detached child", () => {
  const guarded = {
    nodes: {
      more: {
        kind: "map",
        over: "input.n > 0 ? [1] : []",
        body: call({ input: { n: "= input.n - 1" }, closePolicy: "terminate" }),
      },
    },
  };

  it("is a tree of its own: the node is done once it has started, and nothing of it counts here", () => {
    const outcome = run(guarded, { input: { n: 1 } });
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.tree.runs).toHaveLength(1);
    expect(output(outcome)).toMatchObject([{ workflow: "test" }]);
    expect(startsOf(outcome)).toMatchObject([
      {
        workflow: "test",
        revision: 1,
        input: { n: 0 },
        maxDepth: 10,
        origin: { run: 0, node: "more", item: 0, depth: 0, closePolicy: "terminate" },
      },
    ]);
  });

  it("is ordered with one key, however often it is handed out", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const outcome = run(guarded, { input: { n: 1 }, seed, crashRate: 0.4, commitLag: 0.5 });
      const keys = outcome.calls.map(({ call: { idempotencyKey } }) => idempotencyKey);
      expect(new Set(keys).size).toBe(1);
    }
  });

  it("goes on at its parent's depth, and stops at the limit of all of them together", () => {
    const limits = { maxDepth: 1 };
    const [start] = startsOf(run(guarded, { input: { n: 3 }, limits }));
    if (!start) throw new Error("nothing was started");
    const below = follow(guarded, start);
    expect(ofType(below.journal, "RunStarted")[0]?.depth).toBe(1);
    expect(below.tree.levels.map(({ runs }) => runs)).toEqual([0, 1]);
    expect(ending(below)).toBe("failed:RecursionLimitExceeded");
  });

  it("has the limits of its own workflow from where it stands, and never looser ones than its parent", () => {
    const shallow = { ...guarded, limits: { maxDepth: 2 } };
    const [start] = startsOf(run(guarded, { input: { n: 3 } }));
    if (!start) throw new Error("nothing was started");
    expect(follow(shallow, start).tree.limits.maxDepth).toBe(3);
    expect(follow(shallow, { ...start, maxDepth: 2 }).tree.limits.maxDepth).toBe(2);
  });

  it("may not repeat a run above it, in whichever tree that stands", () => {
    const graph = { nodes: { again: call({ input: { n: "= 1 - input.n" } }) } };
    const [first] = startsOf(run(graph, { input: { n: 0 }, treeId: TREES[1] ?? "", label: "zero" }));
    if (!first) throw new Error("nothing was started");
    const second = follow(graph, first);
    expect(second.tree.runs[0]?.failure).toMatchObject({
      code: "RecursionCycleDetected",
      message: expect.stringContaining(
        `would repeat run ${TREES[1]} with the same input: zero → test → test`,
      ),
    });
    expect(ofType(second.journal, "CycleDetected")).toMatchObject([{ outer: TREES[1] }]);
    const reported = follow({ nodes: { again: { ...graph.nodes.again, onCycle: "report" } } }, first);
    expect(output(reported)).toMatchObject({ cycle: { runId: TREES[1], path: ["zero", "test", "test"] } });
  });

  it("names all runs above it, those of its own tree too", () => {
    const inner = graphOf({ nodes: { go: call({ workflow: "other" }) } });
    const world = {
      ...WORLD,
      workflows: { other: boundOf({ slug: "other", nodes: { a: { kind: "transform", output: 1 } } }) },
    };
    const outcome = run(
      { nodes: { in: { kind: "subworkflow", graph: inner, label: "inner" } } },
      { world, label: "outer" },
    );
    expect(startsOf(outcome)[0]?.origin.above.map(({ runId, label }) => [runId, label])).toEqual([
      ["00000000-0000-7000-8000-000000000000", "outer"],
      ["00000000-0000-7000-8000-000000000000.1", "inner"],
    ]);
  });

  it("brings an inline graph along, and is tried again when its start fails", () => {
    const inner = graphOf({ nodes: { a: { kind: "transform", output: 1 } } });
    const world = { tasks: { "banyan:start": { durationMs: [1, 1] as const, failureRate: 1 } } };
    const node = {
      kind: "subworkflow",
      graph: inner,
      detached: true,
      retry: { maxAttempts: 2, initialMs: 5 },
    };
    const outcome = run({ nodes: { node } }, { world });
    expect(ending(outcome)).toBe("failed:TaskFailed");
    expect(startsOf(outcome)).toHaveLength(2);
    expect(bindGraph(startsOf(outcome)[0]?.graph ?? inner, { slug: "x", revision: 1 }).hash).toBe(
      bindGraph(inner, { slug: "x", revision: 1 }).hash,
    );
  });
});

describe("a tree that is asked to stop", () => {
  const parts = {
    nodes: { a: { kind: "task", task: "echo" }, b: { kind: "task", task: "echo" } },
    edges: [{ source: "a", target: "b" }],
  };
  const ask = { type: "cancel", run: 0, reason: "its parent ended", actor: ACTOR, graceful: true } as const;

  it("lets what is in flight end, starts nothing more, and is cancelled then", () => {
    const simulation = begin(parts);
    expect(simulation.send({ ...ask, at: 1 })).toBeUndefined();
    expect(simulation.send({ ...ask, at: 2 })).toBe("ALREADY_CLOSING");
    expect(ending(simulation.outcome())).toBe("running");
    while (simulation.advance()) {
      // The answer comes.
    }
    const outcome = simulation.outcome();
    expect(ending(outcome)).toBe("cancelled");
    expect(ofType(outcome.journal, "NodeCompleted").map(({ node }) => node)).toEqual(["a"]);
    expect(ofType(outcome.journal, "RunCancelled")).toMatchObject([{ run: 0, reason: "its parent ended" }]);
    expect(outcome.calls).toHaveLength(1);
  });

  it("is cancelled at once when it only waits, also while it is paused or a retry is due", () => {
    const waiting = begin({ nodes: { w: { kind: "wait", signal: "go" } } });
    waiting.send({ type: "pause", at: 1, actor: ACTOR });
    waiting.send({ ...ask, at: 2 });
    expect(ending(waiting.outcome())).toBe("cancelled");
    const retrying = begin({ nodes: { a: { kind: "task", task: "broken", retry: { initialMs: 1_000 } } } });
    retrying.advance();
    retrying.send({ ...ask, at: 20 });
    expect(ending(retrying.outcome())).toBe("cancelled");
    expect(retrying.outcome().calls).toHaveLength(1);
  });

  it("can be one run only as part of its tree", () => {
    const child = graphOf({ nodes: { w: { kind: "wait", signal: "go" } } });
    const simulation = begin({ nodes: { c: { kind: "subworkflow", graph: child } } });
    expect(simulation.send({ ...ask, run: 1, at: 1 })).toBe("NOT_A_ROOT");
  });
});
