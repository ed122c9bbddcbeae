import { describe, expect, it } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import { begin, boundOf, chain, ending, graphOf, ofType, output, run, WORLD } from "../testing/run-graph.ts";

const number = { type: "object", required: ["n"], properties: { n: { type: "integer" } } };
const echo = (more: object) => ({ kind: "task", task: "echo", ...more });

describe("a node's inputSchema", () => {
  it("stops the node before anything is done, naming node, place and fix", () => {
    const outcome = run(
      { nodes: { a: echo({ input: { n: "= input.n" }, inputSchema: number }) } },
      { input: { n: "x" } },
    );
    expect(outcome.calls).toEqual([]);
    expect(outcome.tree.runs[0]?.failure).toMatchObject({
      code: "InputInvalid",
      message:
        'node a, input: /n type "string" is invalid. Expected "integer". Give what inputSchema asks for, or correct inputSchema.',
      details: { node: "a", pointer: "/n" },
    });
  });

  it("looks at what edges pass on where the kind has no input of its own", () => {
    const nodes = {
      a: { kind: "transform", output: { n: "one" } },
      b: { kind: "transform", output: 1, inputSchema: number },
    };
    expect(ending(run({ nodes, edges: chain("a", "b") }))).toBe("failed:InputInvalid");
    nodes.a.output.n = "= 1";
    expect(ending(run({ nodes, edges: chain("a", "b") }))).toBe("succeeded");
  });

  it("holds for each item of a map, and a settled join says which one", () => {
    const map = {
      kind: "map",
      over: "= [1, 'two']",
      join: "allSettled",
      body: echo({ input: { n: "= item" }, inputSchema: number }),
    };
    expect(output(run({ nodes: { map } }))).toMatchObject([
      { status: "succeeded" },
      {
        status: "failed",
        failure: { code: "InputInvalid", message: expect.stringContaining("node map, item 1, input: /n") },
      },
    ]);
  });

  it("sees large values that are stored outside", () => {
    const nodes = {
      a: { kind: "transform", output: { n: 1, text: "x".repeat(100_000) } },
      b: echo({ inputSchema: { ...number, properties: { text: { type: "string", maxLength: 10 } } } }),
    };
    expect(ending(run({ nodes, edges: chain("a", "b") }))).toBe("failed:InputInvalid");
  });
});

describe("outputSchema", () => {
  it("fails the attempt and the node, and nothing follows from the output", () => {
    const outcome = run(
      {
        nodes: { a: echo({ input: { n: "= input.n" }, outputSchema: number }), b: echo({}) },
        edges: chain("a", "b"),
      },
      { input: { n: "x" } },
    );
    expect(ending(outcome)).toBe("failed:OutputInvalid");
    expect(outcome.calls).toHaveLength(1);
    expect(ofType(outcome.journal, "AttemptFailed")).toMatchObject([
      { retryAt: null, failure: { code: "OutputInvalid" } },
    ]);
  });

  it("holds for a map as a whole and for the run of a child", () => {
    const list = { type: "array", maxItems: 1 };
    const map = {
      kind: "map",
      over: "= [1, 2]",
      body: { kind: "transform", output: "= item" },
      outputSchema: list,
    };
    expect(ending(run({ nodes: { map } }))).toBe("failed:OutputInvalid");
    const child = graphOf({ nodes: { a: { kind: "transform", output: 1 } } });
    const call = { kind: "subworkflow", graph: child, outputSchema: { type: "string" } };
    expect(ending(run({ nodes: { call } }))).toBe("failed:OutputInvalid");
  });

  it("of the workflow is what a run must end with", () => {
    const graph = graphOf({ nodes: { a: { kind: "transform", output: { total: "= input.n" } } } });
    const bound = bindGraph(
      { ...graph, outputSchema: { properties: { total: { type: "integer" } } } },
      { slug: "sum", revision: 1 },
    );
    const nodes = { call: { kind: "subworkflow", workflow: "sum", input: { n: "= input.n" } } };
    const world = { ...WORLD, workflows: { sum: bound } };
    expect(output(run({ nodes }, { world, input: { n: 1 } }))).toEqual({ total: 1 });
    const failed = run({ nodes }, { world, input: { n: "x" } });
    expect(failed.tree.runs[0]?.failure?.message).toContain("the output of sum: /total type");
  });

  it("is asked of what a person completes, not of what a person skips", () => {
    const simulation = begin({ nodes: { a: { kind: "task", task: "echo", outputSchema: number } } });
    const by = {
      type: "settleNode",
      at: 1,
      run: 0,
      node: "a",
      actor: { kind: "user", id: "u", name: "Ann" },
    } as const;
    expect(simulation.send({ ...by, how: "complete", output: { n: "x" } })).toBe("OUTPUT_INVALID");
    expect(simulation.send({ ...by, how: "skip", output: null })).toBeUndefined();
    expect(ending(simulation.outcome())).toBe("succeeded");
  });
});

describe("a call of another workflow", () => {
  const child = boundOf({ slug: "child", nodes: { a: { kind: "transform", output: "= input.n" } } });
  const inputSchema = {
    ...number,
    additionalProperties: false,
    properties: { n: { type: "integer" }, k: { default: 7 } },
  };
  const asked = bindGraph({ ...child.graph, inputSchema }, { slug: "child", revision: 1 });
  const world = { ...WORLD, workflows: { child: asked } };
  const call = (input: object) =>
    run({ nodes: { call: { kind: "subworkflow", workflow: "child", input } } }, { world });

  it("is held to its inputSchema, with its defaults in place", () => {
    expect(ending(call({ n: "x" }))).toBe("failed:InputInvalid");
    const started = ofType(call({ n: 1 }).journal, "RunStarted");
    expect(started[1]?.input).toEqual({ n: 1, k: 7 });
  });

  it("of a workflow by itself may hand on more than it asks of others", () => {
    const graph = {
      ...asked.graph,
      nodes: {
        more: {
          kind: "map",
          over: "input.n > 0 ? [1] : []",
          body: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1", seen: "= 1" } },
        },
      },
    };
    const own = bindGraph(graphOf({ nodes: graph.nodes }), { slug: "test", revision: 1 });
    const outcome = run(
      { nodes: graph.nodes },
      { input: { n: 1 }, world: { ...WORLD, workflows: { test: own } } },
    );
    expect(ending(outcome)).toBe("succeeded");
  });
});

describe("a code node", () => {
  it("says that code nodes are off where no executor runs them", () => {
    const outcome = run({ nodes: { a: { kind: "code", code: "return input.n + 1", input: { n: 1 } } } });
    expect(outcome.tree.runs[0]?.failure).toMatchObject({
      code: "CodeOff",
      class: "definition",
      message: expect.stringContaining("code nodes are off here"),
    });
  });

  it("is one attempt with its code and input where one does", () => {
    const tasks = { "banyan:code": { durationMs: [1, 1] as const, output: () => 42 } };
    const nodes = {
      map: {
        kind: "map",
        over: "= [1]",
        body: { kind: "code", code: "return input", input: "= item", memoryMb: 64 },
      },
    };
    const outcome = run({ nodes }, { world: { tasks } });
    expect(output(outcome)).toEqual([42]);
    expect(outcome.calls[0]?.call).toMatchObject({
      task: "banyan:code",
      input: { code: "return input", input: 1, memoryMb: 64 },
    });
  });
});
