import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import type { World } from "../../simulation/world.ts";
import { boundOf, ending, graphOf, ofType, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";

/** A world whose planner says these things, one after the other, and whose agents do the same. */
function saying(...plans: readonly Json[]): World & { readonly heard: Json[] } {
  const heard: Json[] = [];
  const planner = {
    durationMs: [1, 1] as const,
    output: (input: Json) => {
      heard.push(input);
      return plans[Math.min(heard.length, plans.length) - 1] ?? null;
    },
  };
  const digest = boundOf({ slug: "digest", nodes: { a: { kind: "task", task: "echo" } } });
  return {
    heard,
    tasks: {
      planner,
      "banyan:agent/planner": planner,
      echo: { durationMs: [10, 10] },
      refuse: { durationMs: [1, 1], failureRate: 1, retryable: false },
    },
    workflows: { digest },
  };
}

const body = { kind: "task", task: "planner" };
const agent = { kind: "agent", agent: "planner", prompt: "Plan.", retry: { maxAttempts: 2, initialMs: 5 } };
const plan = (more: object = {}) => ({ kind: "plan", body, workflows: ["digest"], ...more });

function planned(world: World, node: object, options: object = {}) {
  return run({ nodes: { plan: node } }, { world, ...options });
}

/** Graphs of plans that name by their recovery what their node does not allow, and what is said of each. */
function beyondLists(): readonly (readonly [flaw: string, graph: Json])[] {
  const secret = '"secret" is none of the workflows';
  const refuse = '"refuse" is none of the tasks';
  const custom = "a plan may not use recovery strategies of one's own";
  const fallback = { do: "fallback", workflow: "secret" };
  const replaced = { choose: "replaceChild", workflow: "secret" };
  const own = { do: "custom", strategy: "own", options: { workflow: "secret" } };
  const node = (more: Json): Json => ({
    nodes: { a: { kind: "subworkflow", workflow: "digest", ...(more as object) } },
  });
  const graph = (more: Json): Json => ({ ...(node({}) as object), ...(more as object) });
  return [
    [`/graph/nodes/a/recovery/0/workflow: ${secret}`, node({ recovery: [fallback] })],
    [`/graph/nodes/a/compensate/workflow: ${secret}`, node({ compensate: { workflow: "secret" } })],
    [`/graph/nodes/a/onEscalation/0/workflow: ${secret}`, node({ onEscalation: [replaced] })],
    [`/graph/recovery/0/workflow: ${secret}`, graph({ recovery: [fallback] })],
    [`/graph/onEscalation/0/workflow: ${secret}`, graph({ onEscalation: [replaced] })],
    [`/graph/nodes/a/recovery/0/task: ${refuse}`, node({ recovery: [{ do: "fallback", task: "refuse" }] })],
    [`/graph/nodes/a/compensate/task: ${refuse}`, node({ compensate: { task: "refuse" } })],
    [`/graph/nodes/a/recovery/0/strategy: ${custom}`, node({ recovery: [own] })],
    [`/graph/recovery/0/strategy: ${custom}`, graph({ recovery: [own] })],
  ];
}

describe("a plan", () => {
  it("starts the children that a task returns, with literal inputs, and joins their outputs in order", () => {
    const world = saying([
      { workflow: "digest", input: { n: 1, say: "= 1 + 1" }, label: "= first" },
      { workflow: "digest", input: { n: 2 } },
    ]);
    const outcome = planned(world, plan());
    expect(output(outcome)).toEqual([{ n: 1, say: "= 1 + 1" }, { n: 2 }]);
    expect(ofType(outcome.journal, "RunStarted").map(({ label, origin }) => [label, origin?.item])).toEqual([
      [undefined, undefined],
      ["= first", 0],
      [undefined, 1],
    ]);
    expect(ofType(outcome.journal, "PlanMade")).toMatchObject([{ node: "plan", attempt: 1 }]);
  });

  it("may be one graph, whose output is that of the node", () => {
    const nodes = {
      twice: { kind: "map", over: "= [1, 2]", body: { kind: "transform", output: "= item * input.by" } },
    };
    const world = saying({ graph: { nodes }, input: { by: 10 } });
    expect(output(planned(world, plan({ graphs: {} })))).toEqual([10, 20]);
    expect(
      output(planned(saying({ nodes: { one: { kind: "transform", output: 1 } } }), plan({ graphs: {} }))),
    ).toBe(1);
  });

  it("joins like a map, and a settled result says what each child was called", () => {
    const world = saying({
      children: [
        { workflow: "digest", input: 1, label: "a" },
        { graph: { nodes: { f: { kind: "fail", message: "no" } } }, label: "b" },
      ],
    });
    const outcome = planned(world, plan({ join: "allSettled", graphs: {} }));
    expect(output(outcome)).toMatchObject([
      { status: "succeeded", output: 1, label: "a" },
      { status: "failed", failure: { code: "Failed" }, label: "b" },
    ]);
    expect(output(planned(saying([]), plan()))).toEqual([]);
    expect(ending(planned(saying([]), plan({ join: "any" })))).toBe("failed:JoinUnreachable");
  });

  it.each<[flaw: string, answer: Json, node: object]>([
    ["a plan is", "hello", {}],
    ["a plan is", { other: 1 }, {}],
    ["/children/0: Unrecognized key", [{ workflow: "digest", tool: "x" }], {}],
    ["/children/0: a child needs exactly one of workflow and graph, this has neither", [{ input: 1 }], {}],
    [
      '/children/1/workflow: "digset" is none that this plan may start; did you mean "digest"?',
      [{ workflow: "digest" }, { workflow: "digset" }],
      {},
    ],
    ['there is no published workflow "gone"', [{ workflow: "gone" }], { workflows: ["gone"] }],
    [
      "it has 3 children, and maxChildren is 2",
      [1, 2, 3].map(() => ({ workflow: "digest" })),
      { maxChildren: 2 },
    ],
    ["/graph: this node does not allow graphs", { graph: { nodes: {} } }, {}],
    ['/graph/nodes/a/kind: there is no kind "tusk"', { nodes: { a: { kind: "tusk" } } }, { graphs: {} }],
    [
      "/graph/nodes/a: a plan may not use the kind http",
      { nodes: { a: { kind: "http", url: "https://x.test" } } },
      { graphs: {} },
    ],
    [
      "may not use secrets",
      { nodes: { a: { kind: "http", url: "https://x.test", headers: { a: { $secret: "key" } } } } },
      { graphs: { kinds: ["http"] } },
    ],
    ["a plan may not use the kind task", { nodes: { a: { kind: "task", task: "echo" } } }, { graphs: {} }],
    [
      '"refuse" is none of the tasks',
      { nodes: { a: { kind: "task", task: "refuse" } } },
      { graphs: { tasks: ["echo"] } },
    ],
    [
      '"refuse" is none of the tasks',
      { nodes: { a: { kind: "agent", agent: "planner", prompt: "x", tools: ["refuse"] } } },
      { graphs: { tasks: ["echo"] } },
    ],
    [
      'no task is called "gone" here',
      { nodes: { a: { kind: "task", task: "gone" } } },
      { graphs: { tasks: ["gone"] } },
    ],
    [
      '"secret" is none of the workflows',
      { nodes: { a: { kind: "subworkflow", workflow: "secret" } } },
      { graphs: {} },
    ],
    ...beyondLists().map(([flaw, graph]): [string, Json, object] => [flaw, graph, { graphs: {} }]),
    [
      "/graph: a plan may not use secrets",
      {
        nodes: { a: { kind: "transform", output: 1 } },
        recovery: [{ do: "fallback", task: "echo", input: { $secret: "key" } }],
      },
      { graphs: { tasks: ["echo"] } },
    ],
    [
      "every run would start another one without end",
      { nodes: { a: { kind: "subworkflow", workflow: "self" } } },
      { graphs: {} },
    ],
  ])(
    "that cannot be carried out is one clear failure, and nothing of it starts: %s",
    (flaw, answer, more) => {
      const outcome = planned(saying(answer), plan(more));
      expect(outcome.tree.runs).toHaveLength(1);
      expect(outcome.tree.runs[0]?.failure).toMatchObject({ code: "PlanInvalid", details: { node: "plan" } });
      expect(outcome.tree.runs[0]?.failure?.message).toContain(flaw);
      expect(ofType(outcome.journal, "AttemptStarted")).toHaveLength(1);
    },
  );

  it("of an agent is asked for once more, with what was wrong with it", () => {
    const world = saying([{ workflow: "digset" }], [{ workflow: "digest", input: 1 }]);
    const outcome = planned(world, plan({ body: agent }));
    expect(output(outcome)).toEqual([1]);
    expect(world.heard[1]).toMatchObject({ mend: expect.stringContaining('did you mean "digest"?') });
    expect(world.heard[0]).toMatchObject({
      output: { properties: { children: { items: { properties: { workflow: { enum: ["digest"] } } } } } },
    });
    const stubborn = saying([{ workflow: "digset" }]);
    expect(ending(planned(stubborn, plan({ body: agent })))).toBe("failed:PlanInvalid");
    expect(stubborn.heard).toHaveLength(2);
  });

  it("is held to the limits of its tree and to its cycles", () => {
    const self = plan({ workflows: ["self"] });
    const again = { children: [{ workflow: "self", input: { n: 1 } }] };
    expect(ending(planned(saying(again), self, { input: { n: 1 } }))).toBe("failed:RecursionCycleDetected");
    expect(output(planned(saying(again), { ...self, onCycle: "report" }, { input: { n: 1 } }))).toMatchObject(
      [{ cycle: { code: "RecursionCycleDetected" } }],
    );
    expect(ending(planned(saying(again), self, { limits: { maxDepth: 0 } }))).toBe(
      "failed:RecursionLimitExceeded",
    );
    const many = [1, 2, 3].map((n) => ({ workflow: "digest", input: n }));
    expect(ending(planned(saying(many), plan(), { limits: { maxRuns: 3 } }))).toBe(
      "failed:ResourceEscalationExceeded",
    );
  });

  it("runs a child with a key once", () => {
    const twice = [1, 2].map((n) => ({ workflow: "digest", input: n, once: "k" }));
    expect(output(planned(saying(twice), plan()))).toMatchObject([1, { reference: { key: "digest:k" } }]);
  });

  it("survives crashes with the same plan and the same children", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const many = [1, 2, 3, 4].map((n) => ({ workflow: "digest", input: n }));
      const outcome = planned(saying(many), plan({ maxConcurrent: 2 }), {
        seed,
        crashRate: 0.3,
        commitLag: 0.5,
      });
      expect(output(outcome)).toEqual([1, 2, 3, 4]);
      expect(ofType(outcome.journal, "PlanMade")).toHaveLength(1);
      expect(outcome.tree.runs).toHaveLength(5);
    }
  });

  it("carries large inputs and graphs by reference", () => {
    const text = "x".repeat(100_000);
    const world = saying([
      { workflow: "digest", input: { text } },
      { graph: { nodes: { t: { kind: "transform", output: text } } } },
    ]);
    const outcome = planned(world, plan({ graphs: {} }));
    expect(ending(outcome)).toBe("succeeded");
    expect(JSON.stringify(ofType(outcome.journal, "PlanMade")).length).toBeLessThan(2_000);
  });

  it("must be able to start something, and names what it may start", () => {
    const codes = (node: object) =>
      validateGraph(graphOf({ nodes: { plan: node } })).problems.map(({ code }) => code);
    expect(codes({ kind: "plan", body })).toEqual(["G024"]);
    expect(codes(plan({ workflows: ["Not a slug"] }))).toEqual(["G020"]);
    expect(codes(plan({ workflows: ["self"] }))).toEqual([]);
  });
});
