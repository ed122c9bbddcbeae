import { describe, expect, it } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import { begin, boundOf, chain, ending, graphOf, ofType, output, run, WORLD } from "../testing/run-graph.ts";

/** Calls itself with `n − 1` until `n` is 0; the output counts the runs below and including it. */
const countdown = (limits: object = {}, call: object = {}) => ({
  limits,
  nodes: {
    more: {
      kind: "map",
      over: "= input.n > 0 ? range(int(input.width)) : []",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: { n: "= input.n - 1", width: "= input.width" },
        label: "= 'n' + string(input.n - 1)",
        ...call,
      },
    },
    sum: { kind: "end", output: "= 1.0 + sum(nodes.more.output)" },
  },
  edges: chain("more", "sum"),
});
const down = (n: number, limits: object = {}, width = 1) => run(countdown(limits), { input: { n, width } });

describe("maxDepth", () => {
  it.each([
    [0, 0, "succeeded"],
    [0, 1, "failed:RecursionLimitExceeded"],
    [1, 1, "succeeded"],
    [1, 2, "failed:RecursionLimitExceeded"],
    [2, 2, "succeeded"],
    [2, 3, "failed:RecursionLimitExceeded"],
  ])("%i lets a recursion %i deep end in %s", (maxDepth, n, expected) => {
    const outcome = down(n, { maxDepth });
    expect(ending(outcome)).toBe(expected);
    expect(outcome.tree.counts.deepest).toBe(Math.min(n, maxDepth));
  });

  it("names the limit, the depth and the run that hit it", () => {
    expect(down(3, { maxDepth: 1 }).tree.runs[0]?.failure).toMatchObject({
      class: "limit",
      details: { limit: "maxDepth", max: 1, depth: 2, origin: "00000000-0000-7000-8000-000000000000.1" },
    });
  });

  it("can be tightened at the start and not loosened", () => {
    expect(
      ending(run(countdown({ maxDepth: 3 }), { input: { n: 3, width: 1 }, limits: { maxDepth: 2 } })),
    ).toBe("failed:RecursionLimitExceeded");
    expect(
      ending(run(countdown({ maxDepth: 2 }), { input: { n: 3, width: 1 }, limits: { maxDepth: 9 } })),
    ).toBe("failed:RecursionLimitExceeded");
  });
});

describe("maxRuns", () => {
  it("lets exactly that many runs start and fails the next one", () => {
    const outcome = down(3, { maxRuns: 15 }, 2);
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.tree.runs).toHaveLength(15);
    const short = down(3, { maxRuns: 14 }, 2);
    expect(ending(short)).toBe("failed:ResourceEscalationExceeded");
    expect(short.tree.runs).toHaveLength(14);
  });

  it("warns once when the soft threshold is crossed", () => {
    const outcome = down(3, { maxRuns: 20, resourceEscalationThreshold: 0.5 }, 2);
    expect(ofType(outcome.journal, "ThresholdReached")).toMatchObject([
      { limit: "maxRuns", used: 10, max: 20 },
    ]);
  });
});

describe("maxAgentsPerLevel", () => {
  const busy = (width: number) => ({
    limits: { maxAgentsPerLevel: width },
    nodes: { m: { kind: "map", over: "= range(6)", body: { kind: "task", task: "echo" } } },
  });

  it.each([
    [1, 60],
    [2, 30],
    [6, 10],
  ])("%i lets six attempts of 10 ms take %i ms", (width, ms) => {
    expect(run(busy(width)).endedAt).toBe(ms);
  });

  it("starts waiting attempts in the order in which they came", () => {
    const items = ofType(run(busy(2)).journal, "AttemptStarted").map((event) => event.item);
    expect(items).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("does not count pure work", () => {
    const graph = {
      limits: { maxAgentsPerLevel: 1 },
      nodes: { m: { kind: "map", over: "= range(6)", body: { kind: "task", task: "pure" } } },
    };
    expect(ofType(run(graph).journal, "AttemptQueued")).toEqual([]);
  });

  it("of 1 does not lock a parent that waits for its children", () => {
    const nodes = {
      before: { kind: "task", task: "echo" },
      ...countdown().nodes,
      after: { kind: "task", task: "echo", input: "= nodes.more.output" },
    };
    const outcome = run(
      {
        limits: { maxAgentsPerLevel: 1 },
        nodes,
        edges: [...chain("before", "more", "sum"), { source: "more", target: "after" }],
      },
      { input: { n: 3, width: 2 } },
    );
    expect(ending(outcome)).toBe("succeeded");
  });

  it("gives the place of a cancelled attempt to the next one", () => {
    const simulation = begin({
      limits: { maxAgentsPerLevel: 1 },
      nodes: {
        kids: {
          kind: "map",
          over: "= range(3)",
          join: "allSettled",
          body: {
            kind: "subworkflow",
            graph: graphOf({ slug: "kid", nodes: { a: { kind: "task", task: "echo" } } }),
          },
        },
      },
    });
    simulation.send({
      type: "cancel",
      at: 0,
      run: 1,
      reason: "test",
      actor: { kind: "user", id: "u", name: "U" },
    });
    while (simulation.advance()) {
      // to its end
    }
    expect(simulation.tree.counts).toMatchObject({ succeeded: 3, cancelled: 1, running: 0 });
    expect(simulation.tree.levels[1]?.agents).toBe(0);
  });
});

describe("cycle detection", () => {
  const loop = (call: object) => ({
    nodes: {
      again: {
        kind: "subworkflow",
        workflow: "self",
        input: { k: "= input.k == 'a' ? 'b' : 'a'" },
        label: "= input.k == 'a' ? 'b' : 'a'",
        ...call,
      },
    },
  });

  it("fails a run that would repeat an ancestor, naming both runs and the way", () => {
    const outcome = run(loop({}), { input: { k: "a" } });
    expect(ending(outcome)).toBe("failed:RecursionCycleDetected");
    expect(outcome.tree.runs).toHaveLength(2);
    expect(outcome.tree.runs[0]?.failure?.message).toMatch(
      /run 0{8}-.*\.1 would repeat run 0{8}-[0-9a-f-]*0000 .*: test → b → a\./,
    );
    expect(ofType(outcome.journal, "CycleDetected")).toMatchObject([{ run: 1, ancestor: 0 }]);
  });

  it("reports instead where the call says so", () => {
    const outcome = run(loop({ onCycle: "report" }), { input: { k: "a" } });
    expect(ending(outcome)).toBe("succeeded");
    expect(output(outcome)).toMatchObject({
      cycle: { code: "RecursionCycleDetected", label: "a", path: ["test", "b", "a"] },
    });
  });

  it("leaves out the keys that the call ignores", () => {
    const counted = (call: object) =>
      run(
        {
          limits: { maxDepth: 5 },
          nodes: {
            again: {
              kind: "subworkflow",
              workflow: "self",
              input: { k: "same", n: "= input.n + 1" },
              ...call,
            },
          },
        },
        { input: { k: "same", n: 0 } },
      );
    expect(ending(counted({}))).toBe("failed:RecursionStalled");
    expect(ending(counted({ cycleIgnore: ["n"] }))).toBe("failed:RecursionCycleDetected");
    // Of the root, too, though nobody's call said what to leave out of its input.
    expect(counted({ cycleIgnore: ["n"] }).tree.counts.deepest).toBe(0);
    expect(ending(counted({ cycleIgnore: ["k"] }))).toBe("failed:RecursionStalled");
  });

  it("finds A → B → A by slug, and leaves guarded mutual recursion alone", () => {
    const call = (slug: string) => ({
      kind: "map",
      over: "= input.n > 0 ? [1] : []",
      body: {
        kind: "subworkflow",
        workflow: slug,
        input: { n: "= input.step ? input.n - 1 : input.n", step: "= input.step" },
      },
    });
    const other = boundOf({ slug: "other", nodes: { c: call("test") } });
    const self = { slug: "test", nodes: { c: call("other") } };
    const world = {
      ...WORLD,
      workflows: { other, test: bindGraph(graphOf(self), { slug: "test", revision: 1 }) },
    };
    expect(ending(run(self, { world, input: { n: 2, step: false } }))).toBe("failed:RecursionCycleDetected");
    const guarded = run(self, { world, input: { n: 4, step: true } });
    expect(ending(guarded)).toBe("succeeded");
    expect(guarded.tree.counts.deepest).toBe(4);
  });

  it("is no matter of key order, and can be switched off", () => {
    const twisted = { nodes: { again: { kind: "subworkflow", workflow: "self", input: { b: 2, a: 1 } } } };
    expect(ending(run(twisted, { input: { a: 1, b: 2 } }))).toBe("failed:RecursionCycleDetected");
    expect(
      ending(run({ ...twisted, limits: { cycleDetection: false, maxDepth: 2 } }, { input: { a: 1, b: 2 } })),
    ).toBe("failed:RecursionLimitExceeded");
  });

  it("does not take two siblings with the same input for a cycle", () => {
    expect(ending(down(2, {}, 3))).toBe("succeeded");
  });
});

describe("once", () => {
  const visit = {
    nodes: {
      kids: {
        kind: "map",
        over: "= input.to",
        body: {
          kind: "subworkflow",
          workflow: "self",
          input: { to: "= item == 'x' ? ['y'] : []", name: "= item" },
          once: "item",
          label: "= item",
        },
      },
      out: {
        kind: "end",
        output: { name: "= has(input.name) ? input.name : 'root'", kids: "= nodes.kids.output" },
      },
    },
    edges: chain("kids", "out"),
  };

  it("runs the first visit and answers later ones with a reference at once", () => {
    const outcome = run(visit, { input: { to: ["x", "y", "y"] } });
    expect(outcome.tree.runs.map((each) => each.label)).toEqual([undefined, "x", "y"]);
    expect(ofType(outcome.journal, "ReferenceTaken").map((event) => [event.key, event.target])).toEqual([
      ["test:y", 2],
      ["test:y", 2],
    ]);
    expect(JSON.stringify(output(outcome))).toContain(
      '"reference":{"runId":"00000000-0000-7000-8000-000000000000.2"',
    );
  });
});

describe("a subworkflow", () => {
  it("runs an inline graph under its caller's name", () => {
    const graph = graphOf({ slug: "inner", nodes: { a: { kind: "transform", output: "= input.x + 1" } } });
    expect(output(run({ nodes: { s: { kind: "subworkflow", graph, input: { x: 1 } } } }))).toBe(2);
  });

  it("runs a published workflow by slug and records to what the slug resolved", () => {
    const inner = boundOf({ slug: "inner", nodes: { a: { kind: "transform", output: "= input.x + 1" } } });
    const outcome = run(
      { nodes: { s: { kind: "subworkflow", workflow: "inner", input: { x: 1 } } } },
      { world: { ...WORLD, workflows: { inner } } },
    );
    expect(output(outcome)).toBe(2);
    expect(ofType(outcome.journal, "GraphBound").map((event) => [event.slug, event.revision])).toEqual([
      ["test", 1],
      ["inner", 1],
    ]);
  });

  it("fails with WorkflowUnknown for a slug that is not published", () => {
    expect(ending(run({ nodes: { s: { kind: "subworkflow", workflow: "nowhere" } } }))).toBe(
      "failed:WorkflowUnknown",
    );
  });

  it("hands the child's own failure to the root with the run where it began", () => {
    const graph = graphOf({ slug: "inner", nodes: { a: { kind: "task", task: "refuse" } } });
    const { failure } = run({ nodes: { s: { kind: "subworkflow", graph } } }).tree.runs[0] ?? {};
    expect(failure).toMatchObject({
      code: "TaskFailed",
      message: "scripted failure",
      details: { node: "a", origin: "00000000-0000-7000-8000-000000000000.1" },
    });
  });
});

describe("recursionTimeoutMs", () => {
  const wait = { limits: { recursionTimeoutMs: 100 }, nodes: { w: { kind: "wait", durationMs: 150 } } };
  const actor = { kind: "user", id: "u", name: "U" } as const;

  it("ends the tree when its active time is used up", () => {
    const outcome = run(wait);
    expect(ending(outcome)).toBe("failed:RecursionTimeout");
    expect(outcome.endedAt).toBe(100);
  });

  it("does not count a pause", () => {
    const simulation = begin({ ...wait, nodes: { w: { kind: "wait", durationMs: 90 } } });
    simulation.send({ type: "pause", at: 50, actor });
    simulation.send({ type: "tick", at: 500 });
    simulation.send({ type: "resume", at: 1_000, actor });
    expect(simulation.tree.deadlineAt).toBe(1_050);
    simulation.send({ type: "tick", at: 1_001 });
    expect(ending(simulation.outcome())).toBe("succeeded");
  });

  it("does not count downtime", () => {
    const simulation = begin(wait);
    simulation.send({ type: "recover", at: 10_000, epoch: 2 });
    expect(simulation.tree.deadlineAt).toBe(10_100);
  });
});

describe("performance degradation", () => {
  const kid = graphOf({ slug: "kid", nodes: { a: { kind: "task", task: "drag", input: "= input.i" } } });
  const world = { tasks: { drag: { durationMs: (input: unknown) => (input === 11 ? 100 : 10) } } };
  const body = { kind: "subworkflow", input: { i: "= index" }, graph: kid };
  const serial = (over: string, onPerformanceDegradation: string) =>
    run(
      {
        limits: { onPerformanceDegradation } as object,
        nodes: { m: { kind: "map", over, maxConcurrent: 1, body } },
      },
      { world },
    );

  it("fails a node whose efficiency falls below the threshold, where the tree asks for it", () => {
    const outcome = serial("= range(12)", "fail");
    expect(ending(outcome)).toBe("failed:PerformanceDegradation");
    expect(outcome.tree.runs[0]?.failure?.details).toMatchObject({
      efficiency: 0.1,
      threshold: 0.7,
      samples: 11,
      depth: 1,
    });
    expect(ending(serial("= range(12)", "ignore"))).toBe("succeeded");
  });

  it("does not count downtime", () => {
    const simulation = begin(
      {
        limits: { onPerformanceDegradation: "fail" } as object,
        nodes: { m: { kind: "map", over: "= range(11)", maxConcurrent: 1, body } },
      },
      { world },
    );
    while (simulation.tree.runs.length < 12) simulation.advance();
    const at = simulation.tree.at + 10_000;
    simulation.send({ type: "recover", at, epoch: 2 });
    const call = { run: 11, node: "a", attempt: 1 };
    simulation.send({ type: "attemptSucceeded", at: at + 10, ...call, output: null });
    expect(ending(simulation.outcome())).toBe("succeeded");
  });

  it("is unknown below ten samples, and unknown never fires", () => {
    const few = run(
      {
        limits: { onPerformanceDegradation: "fail" },
        nodes: {
          m: {
            kind: "map",
            over: "= [1, 2, 11]",
            maxConcurrent: 1,
            body: { ...body, input: { i: "= item" } },
          },
        },
      },
      { world },
    );
    expect(ending(few)).toBe("succeeded");
  });
});

describe("cancel, pause and resume", () => {
  const actor = { kind: "user", id: "u", name: "U" } as const;
  const family = countdown();

  it("cancels every descendant before the run itself", () => {
    const nodes = { ...family.nodes, w: { kind: "wait", durationMs: 1_000 } };
    const simulation = begin({ nodes, edges: [...family.edges] }, { input: { n: 2, width: 2 } });
    simulation.send({ type: "cancel", at: 5, run: 0, reason: "enough", actor });
    const cancelled = ofType(simulation.outcome().journal, "RunCancelled");
    expect(cancelled).toHaveLength(7);
    expect(cancelled.at(-1)).toMatchObject({ run: 0, reason: "enough", actor });
    expect(simulation.advance()).toBe(false);
  });

  it("tells the parent of a cancelled child", () => {
    const graph = graphOf({ slug: "kid", nodes: { w: { kind: "wait", durationMs: 1_000 } } });
    const simulation = begin({ nodes: { s: { kind: "subworkflow", graph } } });
    simulation.send({ type: "cancel", at: 5, run: 1, reason: "enough", actor });
    expect(ending(simulation.outcome())).toBe("failed:ChildFailed");
  });

  it("starts nothing while paused, takes the answers of running attempts, and goes on after resume", () => {
    const simulation = begin({
      nodes: { a: { kind: "task", task: "echo" }, b: { kind: "task", task: "echo" } },
      edges: chain("a", "b"),
    });
    simulation.send({ type: "pause", at: 5, actor });
    simulation.advance();
    expect(simulation.tree.runs[0]?.nodes?.["a"]?.status).toBe("completed");
    expect(simulation.outcome().calls).toHaveLength(1);
    simulation.send({ type: "resume", at: 100, actor });
    while (simulation.advance()) {
      // to its end
    }
    expect(ending(simulation.outcome())).toBe("succeeded");
    expect(simulation.outcome().calls).toHaveLength(2);
  });
});
