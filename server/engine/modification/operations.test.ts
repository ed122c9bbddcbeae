import { describe, expect, test } from "vitest";
import { type Graph, graphSchema } from "../graph/graph.ts";
import { validateGraph } from "../graph/validate.ts";
import { begin, ending, graphOf, output, run } from "../testing/run-graph.ts";
import { applyOperations, readOperations } from "./apply.ts";
import { diffGraphs } from "./diff.ts";
import { describeOperations } from "./operations.ts";
import { REFUSALS } from "./refusals.ts";
import type { Operation } from "./schemas.ts";
import { squash } from "./squash.ts";

const task = (more: object = {}) => ({ kind: "task", task: "echo", ...more });
/** read → judge —yes→ fan → end, —no→ other → end */
const AUDIT = graphOf({
  limits: { maxTokens: 1_000 },
  nodes: {
    read: task({ input: "= input", timeoutMs: 1_000 }),
    judge: { kind: "decision", cases: [{ port: "yes", when: "nodes.read.output.n > 1" }], default: "no" },
    fan: {
      kind: "map",
      over: "= nodes.read.output.list",
      body: { kind: "subworkflow", workflow: "child", grant: { tokens: 10 } },
      maxConcurrent: 2,
    },
    other: task(),
    end: { kind: "end", join: "any" },
  },
  edges: [
    { source: "read", target: "judge" },
    { source: "judge", target: "fan", port: "yes", when: "input.n > 0" },
    { source: "judge", target: "other", port: "no" },
    { source: "fan", target: "end" },
    { source: "other", target: "end" },
  ],
});

type Parts = Parameters<typeof run>[0];

function made(operations: readonly Operation[], graph: Graph = AUDIT): Graph {
  const modified = applyOperations(graph, operations);
  if (!modified.ok) throw new Error(`${modified.index}: ${JSON.stringify(modified.refusal)}`);
  return graphSchema.parse(modified.graph);
}

function refusalOf(operations: readonly Operation[], graph: Graph = AUDIT) {
  const modified = applyOperations(graph, operations);
  if (modified.ok) throw new Error("it applied");
  return { index: modified.index, ...modified.refusal };
}

describe("operations on nodes", () => {
  test("what an operation does not touch is the same object afterwards", () => {
    const modified = applyOperations(AUDIT, [
      { op: "setNode", id: "read", changes: [{ path: "/timeoutMs", value: 9 }] },
    ]);
    if (!modified.ok) throw new Error("refused");
    expect(modified.graph.nodes["read"]).toMatchObject({ timeoutMs: 9 });
    expect(modified.graph.nodes["fan"]).toBe(AUDIT.nodes["fan"]);
    expect(modified.graph.edges).toBe(AUDIT.edges);
  });

  test("a removed node takes its edges with it, and the inverse brings them back to their places", () => {
    const modified = applyOperations(AUDIT, [{ op: "removeNode", id: "judge" }]);
    if (!modified.ok) throw new Error("refused");
    expect(modified.graph.edges).toEqual([
      { source: "fan", target: "end" },
      { source: "other", target: "end" },
    ]);
    expect(modified.inverse).toEqual([
      { op: "addNode", id: "judge", node: AUDIT.nodes["judge"], at: 1 },
      { op: "addEdge", edge: AUDIT.edges[0], at: 0 },
      { op: "addEdge", edge: AUDIT.edges[1], at: 1 },
      { op: "addEdge", edge: AUDIT.edges[2], at: 2 },
    ]);
  });

  test("objects on the way to a field come into being, and the inverse takes them away again", () => {
    const modified = applyOperations(AUDIT, [
      { op: "setNode", id: "other", changes: [{ path: "/retry/maxAttempts", value: 5 }] },
    ]);
    if (!modified.ok) throw new Error("refused");
    expect(modified.graph.nodes["other"]).toMatchObject({ retry: { maxAttempts: 5 } });
    expect(modified.inverse).toEqual([{ op: "setNode", id: "other", changes: [{ path: "/retry" }] }]);
  });

  test("null is a value; leaving the value out removes", () => {
    const graph = graphOf({ nodes: { t: { kind: "transform", output: { a: 1, b: 2 } } } });
    const changes = [{ path: "/output/a", value: null }, { path: "/output/b" }];
    expect(made([{ op: "setNode", id: "t", changes }], graph).nodes["t"]).toMatchObject({
      output: { a: null },
    });
  });
});

describe("a node that gets another name", () => {
  const graph = graphOf({
    nodes: {
      a: task({ description: "= nodes.a" }),
      b: {
        kind: "agent",
        agent: "ann",
        prompt: 'Sum up {{ nodes.a.output }} and {{nodes["a"].output.x}}, not nodes.a.',
        recovery: [{ do: "fallback", node: "a", when: "size(nodes.a.output) > 0" }],
      },
      c: task({ input: { deep: ["= nodes.?a.orValue(1) == 1 ? [input].map(nodes, nodes.a)[0] : 2"] } }),
      undo: { kind: "compensate", of: ["a"] },
    },
    edges: [
      { source: "a", target: "b", when: "nodes.a.output.ok", mapping: { x: "= nodes . a .output" } },
      { source: "b", target: "c" },
    ],
  });

  test("keeps everything that refers to it, in the way it is written", () => {
    const { nodes, edges } = made([{ op: "renameNode", id: "a", to: "first" }], graph);
    expect(Object.keys(nodes)).toEqual(["first", "b", "c", "undo"]);
    expect(nodes["first"]).toMatchObject({ description: "= nodes.a" });
    expect(nodes["b"]).toMatchObject({
      prompt: 'Sum up {{ nodes.first.output }} and {{nodes["first"].output.x}}, not nodes.a.',
      recovery: [{ node: "first", when: "size(nodes.first.output) > 0" }],
    });
    expect(nodes["c"]).toMatchObject({
      input: { deep: ["= nodes.?first.orValue(1) == 1 ? [input].map(nodes, nodes.a)[0] : 2"] },
    });
    expect(nodes["undo"]).toMatchObject({ of: ["first"] });
    expect(edges[0]).toEqual({
      source: "first",
      target: "b",
      when: "nodes.first.output.ok",
      mapping: { x: "= nodes . first .output" },
    });
  });

  test("a name with a dash is written in brackets", () => {
    const { nodes, edges } = made([{ op: "renameNode", id: "a", to: "read-it" }], graph);
    expect(edges[0]).toMatchObject({ when: 'nodes["read-it"].output.ok' });
    expect(nodes["c"]).toMatchObject({
      input: { deep: ['= nodes[?"read-it"].orValue(1) == 1 ? [input].map(nodes, nodes.a)[0] : 2'] },
    });
  });
});

describe("a node that is skipped", () => {
  const nodes = {
    read: task({ input: { n: 2 } }),
    broken: { kind: "task", task: "refuse", join: "any" },
    end: { kind: "end", output: "= [nodes.read.output.n, nodes.broken.output]" },
  };
  const edges = [
    { source: "read", target: "broken" },
    { source: "broken", target: "end" },
  ];

  test("lets the run go on with what is stated instead", () => {
    expect(ending(run({ nodes, edges }))).toMatch(/^failed:/);
    const skipped = made([{ op: "skipNode", id: "broken", output: "= input.n" }], graphOf({ nodes, edges }));
    expect(validateGraph(skipped).problems).toEqual([]);
    expect(output(run(skipped as Parts, { input: { n: 7 } }))).toEqual([2, 7]);
  });

  test("a decision goes on by the port that is named", () => {
    const skipped = made([{ op: "skipNode", id: "judge", port: "no" }]);
    expect(skipped.edges.filter(({ source }) => source === "judge")).toEqual([
      { source: "judge", target: "other" },
    ]);
  });
});

describe("an approval that is put in", () => {
  test("leaves the node behind it with the input that it had", () => {
    const parts = {
      nodes: { first: task({ input: "= input" }), second: task(), end: { kind: "end" } },
      edges: [
        {
          source: "first",
          target: "second",
          when: "input.n > 1",
          mapping: { more: "= nodes.first.output.n" },
        },
        { source: "second", target: "end" },
      ],
    };
    const plain = run(parts, { input: { n: 2 } });
    const edge = { source: "first", target: "second" };
    const graph = made(
      [{ op: "insertApproval", id: "ask", edge, approval: { title: "Go on?" } }],
      graphOf(parts),
    );
    expect(validateGraph(graph).problems).toEqual([]);
    const asked = begin(graph as Parts, { input: { n: 2 } });
    while (asked.advance());
    expect(asked.tree.runs[0]?.nodes?.["ask"]?.awaits).toMatchObject({ title: "Go on?" });
    const actor = { kind: "user", id: "u1", name: "Ann" } as const;
    asked.send({ type: "answer", at: asked.now, run: 0, node: "ask", approve: true, actor });
    while (asked.advance());
    expect(output(asked.outcome())).toEqual({ n: 2, more: 2 });
    expect(output(asked.outcome())).toEqual(output(plain));
    expect(graph.edges).toEqual([
      { source: "first", target: "ask", when: "input.n > 1" },
      { source: "second", target: "end" },
      { source: "ask", target: "second", port: "approved", mapping: { more: "= nodes.first.output.n" } },
    ]);
  });

  test("takes over the join of the node that it stands before", () => {
    const parts = graphOf({
      nodes: { a: task(), b: task(), c: task({ input: "= input", join: "any" }) },
      edges: [
        { source: "a", target: "c" },
        { source: "b", target: "c" },
      ],
    });
    const { nodes, edges } = made([{ op: "insertApproval", id: "ask", before: "c" }], parts);
    expect(nodes["ask"]).toEqual({ kind: "approval", title: "Go on to c?", join: "any" });
    expect(nodes["c"]).toEqual(task({ input: "= input" }));
    expect(edges.map(({ source, target }) => `${source} ${target}`)).toEqual(["a ask", "b ask", "ask c"]);
  });
});

describe("resources that are scaled", () => {
  test("limits, defaults, nodes and bodies; whole, and where somebody said something", () => {
    const { limits, nodes } = made([{ op: "scaleResources", factor: 1.5 }]);
    expect(limits).toEqual({
      maxTokens: 1_500,
      maxAgentsPerLevel: 75,
      maxRuns: 15_000,
      recursionTimeoutMs: 450_000,
    });
    expect(nodes["read"]).toMatchObject({ timeoutMs: 1_500 });
    expect(nodes["fan"]).toMatchObject({ maxConcurrent: 3, body: { grant: { tokens: 15 } } });
    expect(nodes["other"]).toEqual(AUDIT.nodes["other"]);
  });

  test("only the nodes and the resources that are named", () => {
    const graph = made([{ op: "scaleResources", factor: 0.1, nodes: ["fan"], of: ["concurrency"] }]);
    expect(graph.limits).toEqual(AUDIT.limits);
    expect(graph.nodes["fan"]).toMatchObject({ maxConcurrent: 1, body: { grant: { tokens: 10 } } });
    expect(graph.nodes["read"]).toBe(AUDIT.nodes["read"] && graph.nodes["read"]);
  });

  test("stay within what the format allows, however often they grow", () => {
    const graph = graphOf({
      limits: { maxAgents: 0, maxNodes: 7, maxTokens: 7, maxCostUsd: 0.1, maxRuns: 7 },
      nodes: {
        a: { kind: "agent", agent: "ann", prompt: "x", maxTokens: 5, timeoutMs: 0 },
        c: { kind: "code", code: "return 1", memoryMb: 64 },
        s: {
          kind: "subworkflow",
          workflow: "w",
          limits: { maxRuns: 2, maxCostUsd: 1 },
          grant: { runs: 1, agents: 1, nodes: 1, tokens: 1, costUsd: 1 },
        },
        h: { kind: "http", url: "https://example.test/", body: { timeoutMs: 7 } },
      },
    });
    const grow: Operation = { op: "scaleResources", factor: 100 };
    const grown = made(
      Array.from({ length: 9 }, () => grow),
      graph,
    );
    expect(grown.limits).toMatchObject({ maxAgents: 0, maxRuns: 200_000, maxCostUsd: 1_000_000 });
    expect(grown.nodes["a"]).toMatchObject({ maxTokens: 10_000_000, timeoutMs: 0 });
    expect(grown.nodes["h"]).toMatchObject({ body: { timeoutMs: 7 } });
    const shrunk = made(
      Array.from({ length: 9 }, () => ({ ...grow, factor: 0.01 })),
      grown,
    );
    expect(shrunk.limits).toMatchObject({ maxNodes: 1, maxRuns: 1, maxAgentsPerLevel: 1 });
    expect(shrunk.nodes["c"]).toMatchObject({ memoryMb: 8 });
  });

  test("10 × 1.1 is 11", () => {
    const graph = graphOf({ limits: { maxNodes: 10 }, nodes: { a: task() } });
    expect(made([{ op: "scaleResources", factor: 1.1, of: ["nodes"] }], graph).limits).toEqual({
      maxNodes: 11,
    });
  });
});

test("a strategy changes for the workflow, for a call, and for what a map repeats", () => {
  const { context, nodes } = made([
    { op: "changeStrategy", strategy: "compressed" },
    { op: "changeStrategy", id: "fan", strategy: { type: "selective", top: 3 } },
  ]);
  expect(context).toEqual({ strategy: "compressed" });
  expect(nodes["fan"]).toMatchObject({ body: { context: { strategy: { type: "selective", top: 3 } } } });
});

const twice: Graph = { ...AUDIT, edges: [...AUDIT.edges, { source: "fan", target: "end", when: "true" }] };
const refused: readonly [code: string, path: string, says: string, Operation, Graph?][] = [
  ["M000", "", "either", { op: "insertApproval", id: "x" }],
  ["M001", "/nodes/raed", 'did you mean "read"?', { op: "removeNode", id: "raed" }],
  ["M001", "/nodes/constructor", "there is no node", { op: "setPosition", id: "constructor" }],
  [
    "M001",
    "/edges/5/target",
    "there is no node",
    { op: "addEdge", edge: { source: "read", target: "reed" } },
  ],
  ["M002", "/nodes/end", "choose another name", { op: "renameNode", id: "read", to: "end" }],
  ["M002", "/nodes/end", "already", { op: "addNode", id: "end", node: { kind: "end" } }],
  [
    "M003",
    "/edges",
    "there are: judge.yes → fan",
    { op: "removeEdge", edge: { source: "judge", target: "fan" } },
  ],
  ["M004", "/edges/0", "setEdge", { op: "addEdge", edge: { source: "read", target: "judge" } }],
  [
    "M004",
    "/edges/4",
    "stands already",
    { op: "rewireEdge", edge: { source: "fan", target: "end" }, to: { source: "other" } },
  ],
  [
    "M005",
    "/edges/3",
    'say which with "at": 3 or 5',
    { op: "removeEdge", edge: { source: "fan", target: "end" } },
    twice,
  ],
  [
    "M006",
    "/nodes/read/timeoutMs",
    "expected",
    { op: "setNode", id: "read", changes: [{ path: "/timeoutMs", value: -5 }] },
  ],
  [
    "M006",
    "/nodes/new/tasks",
    'did you mean "task"?',
    { op: "addNode", id: "new", node: { kind: "task", task: "x", tasks: "x" } as never },
  ],
  [
    "M006",
    "/edges/4/mapping",
    "",
    { op: "setEdge", edge: { source: "other", target: "end" }, changes: [{ path: "/mapping", value: 3 }] },
  ],
  ["M006", "/recovery", "", { op: "setWorkflow", changes: [{ path: "/recovery", value: [] }] }],
  [
    "M007",
    "/nodes/read/timeoutMs",
    'has no "x" below it',
    { op: "setNode", id: "read", changes: [{ path: "/timeoutMs/x", value: 1 }] },
  ],
  [
    "M007",
    "/nodes/judge/cases",
    "the list has 1 entries",
    { op: "setNode", id: "judge", changes: [{ path: "/cases/4", value: 1 }] },
  ],
  [
    "M007",
    "/limits/maxRuns",
    "setLimits",
    { op: "setWorkflow", changes: [{ path: "/limits/maxRuns", value: 1 }] },
  ],
  [
    "M007",
    "/edges/0/source",
    "rewireEdge",
    { op: "setEdge", edge: { source: "read", target: "judge" }, changes: [{ path: "/source", value: "x" }] },
  ],
  ["M008", "/nodes/end", "a run ends there", { op: "skipNode", id: "end" }],
  ["M009", "/nodes/judge", 'with "port": yes, no', { op: "skipNode", id: "judge" }],
  ["M009", "/nodes/read", "it has none", { op: "skipNode", id: "read", port: "yes" }],
  ["M010", "/nodes/end", "what its edges pass on", { op: "insertApproval", id: "ask", before: "end" }],
  ["M012", "/nodes/read", "starts no child run", { op: "changeStrategy", id: "read", strategy: "full" }],
];
test.each(refused)("%s at %s: %s", (code, path, says, operation, graph) => {
  expect(refusalOf([operation], graph)).toMatchObject({
    index: 0,
    code,
    path,
    message: expect.stringContaining(says),
  });
});

test("an expression that cannot carry a new name keeps the node from getting it", () => {
  const graph = graphOf({
    nodes: { a: task(), b: task({ input: "= has(nodes.a) ? 1 : 2" }) },
    edges: [{ source: "a", target: "b" }],
  });
  expect(refusalOf([{ op: "renameNode", id: "a", to: "a-b" }], graph)).toMatchObject({
    code: "M011",
    path: "/nodes/b/input",
  });
  expect(made([{ op: "renameNode", id: "a", to: "ab" }], graph).nodes["b"]).toMatchObject({
    input: "= has(nodes.ab) ? 1 : 2",
  });
});

test("every code of a refusal is tested", () => {
  const tested = new Set([...refused.map(([code]) => code), "M011"]);
  expect([...tested].toSorted()).toEqual(Object.keys(REFUSALS));
});

test("the first refusal names its place in the list, and nothing is done", () => {
  const before = structuredClone(AUDIT);
  expect(
    refusalOf([
      { op: "removeNode", id: "other" },
      { op: "removeNode", id: "other" },
    ]),
  ).toMatchObject({
    index: 1,
    code: "M001",
  });
  expect(AUDIT).toEqual(before);
});

describe("a list that is read", () => {
  const cases: readonly [unknown, number, string, string][] = [
    [
      [{ op: "removeNode", id: "a" }, { op: "explode" }],
      1,
      "/op",
      "there is no such operation; there are: addNode",
    ],
    [[{ op: "removeNode" }], 0, "/id", "expected string"],
    [
      [{ op: "setNode", id: "a", changes: [{ path: "retry", value: 1 }] }],
      0,
      "/changes/0/path",
      "JSON Pointer",
    ],
    [[{ op: "scaleResources", factor: 1_000 }], 0, "/factor", "too big"],
    [[{ op: "setLimits", set: { maxRuns: 1 }, remove: ["maxRuns"] }], 0, "/remove", "keep one of both"],
    [{}, 0, "", "expected array"],
  ];
  test.each(cases)("%j is refused at %d%s: %s", (list, index, path, says) => {
    expect(readOperations(list)).toMatchObject({
      ok: false,
      index,
      refusal: { code: "M000", path, message: expect.stringContaining(says) },
    });
  });
});

test("a squashed list says once what was said more than once, past what does not matter", () => {
  const set = (id: string, path: string, value: number): Operation => ({
    op: "setNode",
    id,
    changes: [{ path, value }],
  });
  const list: Operation[] = [
    { op: "addNode", id: "new", node: { kind: "task", task: "echo" } },
    set("read", "/timeoutMs", 1),
    set("new", "/timeoutMs", 2),
    { op: "setLimits", set: { maxRuns: 5 } },
    set("read", "/timeoutMs", 3),
    { op: "addEdge", edge: { source: "read", target: "other" } },
    { op: "removeEdge", edge: { source: "read", target: "other" } },
    { op: "setLimits", set: { maxRuns: 6 } },
  ];
  expect(squash(list)).toEqual([
    { op: "addNode", id: "new", node: { kind: "task", task: "echo", timeoutMs: 2 } },
    set("read", "/timeoutMs", 3),
    { op: "setLimits", set: { maxRuns: 6 } },
  ]);
});

describe("what is more than one operation may say is said one level up, and stays an operation", () => {
  const wide = (n: number) => Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`k${i}`, i * n]));
  const graphWith = (input: object) => graphOf({ nodes: { a: task({ input }) } });

  test.each([
    ["a field with many entries", wide(1), wide(2), ["/input"]],
    [
      "a key that is longer than a pointer",
      { ["x".repeat(3_000)]: { a: 1 } },
      { ["x".repeat(3_000)]: { a: 2 } },
      ["/input"],
    ],
    ["few of many", wide(1), { ...wide(1), k7: -1 }, ["/input/k7"]],
  ])("%s", (_, a, b, paths) => {
    const operations = diffGraphs(graphWith(a), graphWith(b));
    expect(readOperations(operations).ok).toBe(true);
    expect(operations).toMatchObject([{ op: "setNode", changes: paths.map((path) => ({ path })) }]);
    expect(made(operations, graphWith(a))).toEqual(graphWith(b));
  });

  test("fields that are many together", () => {
    const half = (n: number) => Object.fromEntries(Object.entries(wide(n)).slice(0, 300));
    const of = (n: number) => graphOf({ nodes: { a: task({ input: half(n), outputSchema: half(n) }) } });
    const operations = diffGraphs(of(1), of(2));
    expect(operations).toMatchObject([{ changes: [{ path: "/outputSchema" }, { path: "/input" }] }]);
    expect(made(operations, of(1))).toEqual(of(2));
  });

  test("changes are not squashed into more than one operation may have", () => {
    const changes = (from: number) =>
      Array.from({ length: 300 }, (_, i) => ({ path: `/input/k${from + i}`, value: -1 }));
    const list = [0, 300].map((from): Operation => ({ op: "setNode", id: "a", changes: changes(from) }));
    expect(readOperations(squash(list)).ok).toBe(true);
    expect(made(squash(list), graphWith(wide(1)))).toEqual(made(list, graphWith(wide(1))));
  });
});

test("what leads back from removing a node with very many edges is a list that can be read", () => {
  const names = Array.from({ length: 2_500 }, (_, i) => `n${i}`);
  const graph = graphOf({
    nodes: Object.fromEntries(["hub", ...names].map((name) => [name, task()])),
    edges: names.map((target) => ({ source: "hub", target })),
  });
  const modified = applyOperations(graph, [{ op: "removeNode", id: "hub" }]);
  if (!modified.ok) throw new Error("refused");
  expect(modified.inverse).toHaveLength(2_501);
  expect(readOperations(modified.inverse).ok).toBe(true);
});

test("the difference says what an editor would", () => {
  const moved = made([
    { op: "setPosition", id: "read", position: { x: 1, y: 2 } },
    { op: "setMeta", set: { description: "Now with words" } },
    { op: "setEdge", edge: { source: "read", target: "judge" }, changes: [{ path: "/when", value: "true" }] },
  ]);
  expect(diffGraphs(AUDIT, moved)).toEqual([
    { op: "setPosition", id: "read", position: { x: 1, y: 2 } },
    { op: "setEdge", edge: { source: "read", target: "judge" }, changes: [{ path: "/when", value: "true" }] },
    { op: "setMeta", set: { description: "Now with words" } },
  ]);
});

test("the difference says that a node got another name, with all that refers to it", () => {
  const operations: Operation[] = [
    { op: "renameNode", id: "read", to: "look-up" },
    { op: "setNode", id: "fan", changes: [{ path: "/maxConcurrent", value: 7 }] },
  ];
  expect(diffGraphs(AUDIT, made(operations))).toEqual(operations);
});

test("every operation has a meaning and a JSON Schema that names it", () => {
  const described = describeOperations();
  expect(described).toHaveLength(17);
  for (const { op, summary, schema } of described) {
    expect(summary).toMatch(/\.$/);
    expect(schema).toMatchObject({
      type: "object",
      properties: { op: { const: op } },
      additionalProperties: false,
    });
  }
});
