import { describe, expect, test } from "vitest";
import { bindTrial } from "../graph/trial.ts";
import { misfitsOf } from "../schema/fits.ts";
import { seeded } from "../simulation/random.ts";
import { boundOf, chain, graphOf } from "../testing/run-graph.ts";
import { DryRun, type Moment } from "./dry-run.ts";
import { madeValue } from "./made-value.ts";
import type { Setup } from "./setup.ts";

const SCORED = {
  type: "object",
  required: ["score"],
  properties: {
    score: { type: "number", minimum: 0, maximum: 1 },
    tags: { type: "array", items: { type: "string" } },
  },
};

type Parts = Parameters<typeof graphOf>[0];

function setupOf(parts: Parts, over: Partial<Setup> = {}): Setup {
  return {
    graph: bindTrial(graphOf(parts), {}),
    workflows: {},
    input: {},
    seed: 1,
    behaviours: {},
    recorded: {},
    tasks: {},
    agents: [],
    ...over,
  };
}

/** `split` calls itself until the number is 0, and so does not at depth 3. */
const DOWN: Parts = {
  slug: "down",
  nodes: {
    look: { kind: "task", task: "look" },
    more: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1.0" } },
    end: { kind: "end", output: "= input.n" },
  },
  edges: [
    { source: "look", target: "more", when: "input.n > 0.0" },
    { source: "look", target: "end" },
    { source: "more", target: "end" },
  ],
};
const DEEP = { input: { n: 3 } };

function toEnd(run: DryRun): Moment {
  for (;;) {
    const moment = run.move("continue");
    if (moment.state === "ended" || moment.state === "stuck") return moment;
  }
}

describe("a dry run", () => {
  test("goes through the draft with values that its schemas allow, and takes virtual time only", () => {
    const setup = setupOf({
      nodes: {
        judge: { kind: "agent", capabilities: ["judge"], prompt: "Judge", output: SCORED },
        end: { kind: "end", output: "= nodes.judge.output" },
      },
      edges: chain("judge", "end"),
    });
    const run = new DryRun(setup);
    const { state, at } = toEnd(run);
    expect(state).toBe("ended");
    expect(at).toBeGreaterThanOrEqual(800);
    const { output } = run.tree.runs[0] ?? {};
    expect(misfitsOf(SCORED, output as never)).toEqual([]);
    expect(run.nodes.of(0).get("judge")).toMatchObject({ status: "completed", source: "made", attempts: 1 });
    expect(run.tree.accounts[0]?.spent).toMatchObject({ agents: 1, tokens: expect.any(Number) });
    const again = new DryRun(setup);
    toEnd(again);
    expect(again.tree).toEqual(run.tree);
  });

  test("stops before each node, and shows nothing of it until it goes on", () => {
    const run = new DryRun(setupOf(DOWN, DEEP));
    expect(run.move("next").stop).toMatchObject({ node: "look", depth: 0, why: "step" });
    expect(run.nodes.of(0).has("look")).toBe(false);
    expect(run.move("next").stop).toMatchObject({ node: "more", depth: 0 });
    expect(run.nodes.of(0).get("look")?.status).toBe("completed");
    expect(run.move("next").stop).toMatchObject({ node: "look", depth: 1, path: "root/more" });
    expect(run.tree.runs).toHaveLength(2);
  });

  test("steps over a sub-workflow, with all that it does below", () => {
    const run = new DryRun(setupOf(DOWN, DEEP));
    run.move("next");
    run.move("next");
    expect(run.move("over").stop).toMatchObject({ node: "end", depth: 0 });
    expect(run.tree.runs.map(({ phase }) => phase)).toEqual([
      "running",
      "succeeded",
      "succeeded",
      "succeeded",
    ]);
  });

  test("stops at a breakpoint at any depth where its condition holds, also on the way over", () => {
    const run = new DryRun(setupOf(DOWN, DEEP));
    run.breakpoints = [{ slug: "down", node: "look", when: "depth >= 2 && input.n < 2.0" }];
    expect(run.move("continue").stop).toMatchObject({
      node: "look",
      depth: 2,
      path: "root/more/more",
      why: "breakpoint",
    });
    expect(run.move("over").stop).toMatchObject({ node: "more", depth: 2, why: "step" });
    expect(run.move("over").stop).toMatchObject({ node: "look", depth: 3, why: "breakpoint" });
    expect(run.move("continue").state).toBe("ended");
  });

  test("stops in a workflow that is called by name", () => {
    const child = boundOf({ slug: "child", nodes: { inner: { kind: "task", task: "t" } } });
    const nodes = { call: { kind: "subworkflow", workflow: "child", input: {} } };
    const run = new DryRun(setupOf({ slug: "top", nodes }, { workflows: { child } }));
    run.breakpoints = [{ slug: "child", node: "inner" }];
    expect(run.move("continue").stop).toMatchObject({ slug: "child", node: "inner", depth: 1 });
  });

  test("stops where a condition cannot be evaluated, and says why", () => {
    const run = new DryRun(setupOf(DOWN, DEEP));
    run.breakpoints = [{ slug: "down", node: "look", when: "input.missing > 1.0" }];
    expect(run.move("continue").stop?.problem).toContain("missing");
  });

  test("goes no further than it is told to", () => {
    const run = new DryRun(setupOf(DOWN, DEEP));
    expect(run.move("continue", { until: 10 })).toEqual({ state: "moving", at: 10, stop: null });
    expect(run.nodes.of(0).get("look")?.status).toBe("active");
    expect(toEnd(run).state).toBe("ended");
  });

  test("gives what is pinned and what was recorded before it makes anything up", () => {
    const nodes = {
      a: { kind: "task", task: "a" },
      b: { kind: "map", over: "= [1, 2]", body: { kind: "task", task: "b", input: "= item" } },
      end: { kind: "end", output: "= [nodes.a.output, nodes.b.output[1]]" },
    };
    const parts = { nodes, edges: chain("a", "b", "end") };
    const graph = bindTrial(graphOf(parts), { a: { output: "pinned" } });
    const run = new DryRun(setupOf(parts, { graph, recorded: { "root:a": "old", "root:b[1]": "old" } }));
    toEnd(run);
    expect(run.tree.runs[0]?.output).toEqual(["pinned", "old"]);
    expect(run.nodes.of(0).get("a")).toMatchObject({ source: "pinned", attempts: 0 });
    expect(run.nodes.of(0).get("b")).toMatchObject({ items: { done: 2, failed: 0, of: 2 } });
  });

  test("throws an error at a node and takes the rungs of its ladder", () => {
    const nodes = { a: { kind: "task", task: "a", retry: { maxAttempts: 3 } } };
    const throws = { class: "task", code: "Busy", message: "busy", retryable: true } as const;
    const behaviourOf = (times?: number) => ({
      behaviours: { "test/a": { throws: times === undefined ? throws : { ...throws, times } } },
    });
    const twice = new DryRun(setupOf({ nodes }, behaviourOf(2)));
    toEnd(twice);
    expect(twice.tree.runs[0]?.phase).toBe("succeeded");
    expect(twice.nodes.of(0).get("a")).toMatchObject({ status: "completed", attempts: 3 });
    const always = new DryRun(setupOf({ nodes }, behaviourOf()));
    toEnd(always);
    expect(always.tree.runs[0]).toMatchObject({ phase: "failed", failure: { code: "Busy" } });
  });

  test("draws for each call by itself: what changes at one node leaves the others as they were", () => {
    const nodes = {
      a: { kind: "agent", capabilities: ["x"], prompt: "A", output: SCORED },
      b: { kind: "agent", capabilities: ["x"], prompt: "B", output: SCORED },
      end: { kind: "end", output: "= nodes.b.output" },
    };
    const parts = { nodes, edges: chain("a", "b", "end") };
    const usual = new DryRun(setupOf(parts));
    const slow = new DryRun(setupOf(parts, { behaviours: { "test/a": { durationMs: [9_000, 9_000] } } }));
    const [first, second] = [toEnd(usual), toEnd(slow)];
    expect(second.at).toBeGreaterThan(first.at);
    expect(slow.tree.runs[0]?.output).toEqual(usual.tree.runs[0]?.output);
  });

  test("tells of a node whose recovery gave less than was asked for", () => {
    const nodes = {
      less: { kind: "transform", output: "= input.none[0]", recovery: [{ do: "degrade", output: 0 }] },
      whole: { kind: "transform", output: 1 },
    };
    const run = new DryRun(setupOf({ nodes }));
    toEnd(run);
    expect(run.nodes.of(0).get("less")).toMatchObject({ status: "completed", degraded: true });
    expect(run.nodes.of(0).get("whole")).toMatchObject({ status: "completed", degraded: false });
  });

  test("has people who approve, and stands still where nobody sends what is waited for", () => {
    const nodes = { ask: { kind: "approval", title: "Go on?" } };
    const edges: never[] = [];
    const run = new DryRun(setupOf({ nodes, edges }));
    expect(toEnd(run).state).toBe("ended");
    const wait = { hold: { kind: "wait", signal: "go" } };
    const throws = { class: "task", code: "X", message: "x", retryable: false } as const;
    const still = new DryRun(setupOf({ nodes: wait }, { behaviours: { "test/hold": { throws } } }));
    expect(toEnd(still).state).toBe("stuck");
  });
});

test.each([
  [{ type: "object", required: ["a"], properties: { a: { type: "integer", minimum: 3, maximum: 5 } } }],
  [{ type: "array", items: { enum: ["x", "y"] }, minItems: 2, maxItems: 2 }],
  [
    {
      $ref: "#/$defs/tree",
      $defs: {
        tree: { type: "object", properties: { kids: { type: "array", items: { $ref: "#/$defs/tree" } } } },
      },
    },
  ],
  [{ anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] }],
  [{ allOf: [{ type: "object", properties: { a: { const: 1 } } }, { required: ["a"] }] }],
  [{ type: ["null", "string"], minLength: 30, maxLength: 40 }],
  [{ type: "number", exclusiveMinimum: 0, multipleOf: 0.5, maximum: 4 }],
])("a made value fits %j, the same for the same seed", (schema) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const value = madeValue(schema, seeded(seed));
    expect(misfitsOf(schema, value)).toEqual([]);
    expect(madeValue(schema, seeded(seed))).toEqual(value);
  }
});
