import { describe, expect, it } from "vitest";
import { type Graph, graphSchema, type Problem } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";
import { endlessCalls } from "#server/engine/recursion/call-graph";
import { fixesFor } from "./fixes";
import { edit, goTo, startHistory } from "./history";
import { callWay, marksOf } from "./problems";
import { valueAt } from "./value-at";

type Loose = Record<string, unknown>;

function graphOf(nodes: Loose, edges: readonly Loose[] = [], more: Loose = {}): Graph {
  return graphSchema.parse({ schemaVersion: 1, slug: "line", name: "Line", nodes, edges, ...more });
}

const a = { kind: "transform", output: 1 };
const c = { kind: "end", output: "= nodes.b.output" };
const AB = { source: "a", target: "b" };
const BC = { source: "b", target: "c" };
const line = (b: Loose, edges: readonly Loose[] = [AB, BC], more: Loose = {}): Graph =>
  graphOf({ a, b, c }, edges, more);
const b = { kind: "transform", output: "= nodes.a.output" };
const self = { kind: "subworkflow", workflow: "self" };
const typed = (type: string) => ({ type: "object", properties: { name: { type } } });
const needsName = { ...typed("string"), required: ["name"] };
const giving = (type: string) => ({ kind: "task", task: "read", outputSchema: typed(type) });
const http = (more: Loose) => graphOf({ a: { kind: "http", url: "https://example.com", ...more } });
const decision = { kind: "decision", cases: [{ port: "yes", when: "input.n > 1" }], default: "no" };
const forked = [
  { source: "a", target: "b", port: "yes" },
  { source: "a", target: "c", port: "no" },
];

/** Each with the first words of the way out that is taken. */
const cases: readonly (readonly [code: string, verb: string, graph: Graph])[] = [
  ["G010", "Remove the edge", line(b, [AB, BC, { source: "a", target: "a" }])],
  [
    "G010",
    "Repeat b in a loop",
    line({ ...b, name: "Twice" }, [AB, BC, { source: "b", target: "b", when: "nodes.b.output < 3" }]),
  ],
  ["G009", "Remove the edge", line(b, [AB, BC, AB])],
  ["G011", "Take the port away", line(b, [{ ...AB, port: "x" }])],
  ["G014", "Remove the edge", line(b, [AB, BC, { source: "c", target: "a" }])],
  ["G016", "Wait for all edges", line({ ...b, join: { n: 3 } })],
  ["G012", "Leave by “yes”", graphOf({ a: decision, b, c }, [AB, BC])],
  ["G004", "Remove b → a", line(b, [AB, { source: "b", target: "a" }])],
  [
    "G004",
    "Call the workflow again instead of b → a",
    line(b, [AB, BC, { source: "b", target: "a", when: "input.n > 0", mapping: { n: "= input.n - 1" } }]),
  ],
  ["G001", "Start at a", graphOf({ a, b }, [AB, { source: "b", target: "a" }])],
  [
    "G002",
    "Connect d → b",
    graphOf({ d: a, b, c: a }, [
      { source: "b", target: "c" },
      { source: "c", target: "b", when: "input.n > 0" },
    ]),
  ],
  [
    "R006",
    "Lower it to 5000 ms",
    line({ kind: "task", task: "t", timeoutMs: 10_000 }, [AB, BC], {
      limits: { recursionTimeoutMs: 10_000 },
    }),
  ],
  [
    "G003",
    "Give it nodes.a.output.name",
    graphOf({ a: giving("string"), b: { kind: "task", task: "t", input: {}, inputSchema: needsName } }, [
      { ...AB, mapping: { n: 1 } },
    ]),
  ],
  [
    "G003",
    "Give it input.name",
    graphOf(
      { a: { ...a, output: { title: 1 } }, b: { kind: "task", task: "t", inputSchema: needsName } },
      [{ source: "a", target: "b" }],
      { inputSchema: typed("string") },
    ),
  ],
  [
    "V002",
    "Turn it into text",
    graphOf(
      {
        a: giving("number"),
        b: { kind: "task", task: "t", input: { name: "= nodes.a.output.name" }, inputSchema: needsName },
      },
      [AB],
    ),
  ],
  [
    "V002",
    "Turn it into text",
    graphOf({ a: giving("number"), b: { kind: "task", task: "t", inputSchema: needsName } }, [AB]),
  ],
  [
    "V002",
    "Read it as a whole number",
    graphOf({ a: giving("string"), b: { kind: "task", task: "t", inputSchema: typed("integer") } }, [
      { ...AB, mapping: { name: "= nodes.a.output.name" } },
    ]),
  ],
  ["S003", "Read the secret “a-x-api-key”", http({ headers: { "X-Api-Key": "correct-horse-battery" } })],
  ["S003", "Read the secret", http({ headers: { Authorization: "Bearer 0123456789abcdef" } })],
  [
    "C006",
    "Hand on what is relevant",
    graphOf({ a: decision, b: { ...self, context: "full" }, c }, forked, { context: {} }),
  ],
  [
    "C006",
    "Hand on everything to depth 3",
    graphOf({ a: decision, b: { ...self, context: "full" }, c }, forked, { context: {} }),
  ],
  [
    "R005",
    "Lower maxDepth to 12",
    graphOf(
      { a: decision, b: self, d: self, c: { kind: "end", output: 1 } },
      [...forked, { source: "b", target: "d", when: "input.n > 2" }],
      { limits: { maxDepth: 20 } },
    ),
  ],
  ["R001", "Go on only while", graphOf({ a, b: self }, [AB])],
  ["R001", "Decide whether", graphOf({ b: self, c }, [BC])],
  ["V001", "Read nodes.a", line({ ...b, output: "= nodes.aa.output" })],
  [
    "V001",
    'Read nodes["read-all"]',
    graphOf({ "read-all": a, b: { ...b, output: '= nodes["raed-all"].output' } }, [
      { source: "read-all", target: "b" },
    ]),
  ],
  ["V006", "Read input.name", line({ ...b, output: "= input.nmae" }, [AB, BC], { inputSchema: closed() })],
  [
    "V007",
    "Read nodes.a.output.name",
    graphOf(
      {
        a: { ...a, output: { name: "x" }, outputSchema: closed() },
        b: { ...b, output: "= nodes.a.output.nmae" },
      },
      [AB],
    ),
  ],
  [
    "C002",
    "Remove include",
    graphOf(
      { a: decision, b: { ...self, context: { strategy: { type: "incremental", include: ["x"] } } }, c },
      forked,
      {
        context: {},
      },
    ),
  ],
  ["G026", "Remove revision", graphOf({ a: decision, b: { ...self, revision: 2 }, c }, forked)],
  [
    "G025",
    "Remove closePolicy",
    graphOf({ a: decision, b: { ...self, closePolicy: "terminate" }, c }, forked),
  ],
];

function closed() {
  return { type: "object", properties: { name: { type: "string" } }, additionalProperties: false };
}

function found(graph: Graph, code: string): readonly Problem[] {
  return validateGraph(structuredClone(graph)).problems.filter((problem) => problem.code === code);
}

describe("a fix", () => {
  it.each(cases)("of %s mends it: %s", (code, verb, graph) => {
    const [problem] = found(graph, code);
    if (!problem) throw new Error(JSON.stringify(validateGraph(structuredClone(graph)).problems));
    const fixes = fixesFor(graph, problem);
    const fix = fixes.find((each) => each.verb.startsWith(verb));
    if (!fix) throw new Error(`only: ${fixes.map((each) => each.verb).join(", ")}`);
    const done = edit(startHistory(graph), fix.edit, 0);
    if (!done.ok) throw new Error(done.message);
    expect(found(done.history.graph, code).length).toBeLessThan(found(graph, code).length);
    // What it brings is no error of another kind.
    const errors = (one: Graph) =>
      validateGraph(structuredClone(one)).problems.filter(({ level }) => level === "error").length;
    expect(errors(done.history.graph)).toBeLessThanOrEqual(errors(graph));
    expect(goTo(done.history, 0).graph).toEqual(graph);
  });

  it("of a node that leads to itself repeats its work as long as the edge says, once at least", () => {
    const graph = line({ ...b, name: "Twice", join: "any" }, [
      AB,
      BC,
      { source: "b", target: "b", when: "= nodes.b.output < 3" },
    ]);
    const [problem] = found(graph, "G010");
    const [fix] = problem ? fixesFor(graph, problem) : [];
    const done = fix && edit(startHistory(graph), fix.edit, 0);
    expect(done?.ok && done.history.graph.nodes["b"]).toEqual({
      kind: "loop",
      name: "Twice",
      join: "any",
      body: { kind: "transform", output: "= nodes.a.output" },
      while: "index == 0 || (previous < 3)",
      maxIterations: 10,
    });
    const ends = line({ kind: "decision", cases: [{ port: "x", when: "true" }] }, [
      { source: "b", target: "b", port: "x" },
    ]);
    const [other] = found(ends, "G010");
    expect(other && fixesFor(ends, other).map(({ verb }) => verb)).toEqual(["Remove the edge"]);
  });

  it("of a limit is what the problem has as data, whatever its message says", () => {
    const problem: Problem = { code: "R005", level: "warning", path: "/nodes/a", message: "too much" };
    const graph = line(b);
    expect(fixesFor(graph, problem)).toEqual([]);
    expect(fixesFor(graph, { ...problem, limits: { maxDepth: 7 } }).map(({ verb }) => verb)).toEqual([
      "Lower maxDepth to 7",
    ]);
  });

  it("of a limit above a ceiling lowers it to what the workspace allows", () => {
    const graph = line(b, [AB, BC], { limits: { maxDepth: 20 } });
    const limits = { maxDepth: 8 };
    const problem: Problem = {
      code: "R007",
      level: "warning",
      path: "/limits/maxDepth",
      message: "",
      limits,
    };
    const [fix] = fixesFor(graph, problem);
    expect(fix?.verb).toBe("Lower maxDepth to 8");
    const done = fix && edit(startHistory(graph), fix.edit, 0);
    expect(done?.ok && done.history.graph.limits).toEqual({ maxDepth: 8 });
  });

  it("offers no value of a type that the port cannot take", () => {
    const graph = graphOf(
      { a: giving("number"), b: { kind: "task", task: "t", input: {}, inputSchema: needsName } },
      [{ ...AB, mapping: { n: 1 } }],
    );
    expect(found(graph, "G003").flatMap((problem) => fixesFor(graph, problem))).toEqual([]);
  });
});

describe("the way of a call without a guard", () => {
  it("is marked from where a run starts, edges too", () => {
    const graph = graphOf({ a, b, d: self, e: a }, [
      AB,
      { source: "b", target: "d" },
      { source: "b", target: "e" },
    ]);
    const [problem] = found(graph, "R001");
    if (!problem) throw new Error("no R001");
    expect(problem.way).toEqual([{ workflow: graph.slug, nodes: ["a", "b", "d"], calls: graph.slug }]);
    expect(callWay(graph, problem)).toEqual({ nodes: ["a", "b", "d"], edges: ["a.>b", "b.>d"] });
    const marks = marksOf(graph, [problem]);
    expect([...marks.nodes.keys()]).toEqual(["a", "b", "d"]);
    expect([...marks.edges.keys()]).toEqual(["a.>b", "b.>d"]);
  });

  it("leads through another workflow, as the server says it", () => {
    const graph = graphOf({ a, b: { kind: "subworkflow", workflow: "other" } }, [AB]);
    const way = [
      { workflow: graph.slug, nodes: ["a", "b", "gone"], calls: "other" },
      { workflow: "other", nodes: ["x"], calls: graph.slug },
    ];
    expect(callWay(graph, { way })).toEqual({ nodes: ["a", "b"], edges: ["a.>b"] });
    expect(callWay(graph, {})).toBeNull();
  });

  it("leads through graphs within nodes, of which the canvas shows the outer ones", () => {
    const home = graphOf({ d: { kind: "subworkflow", workflow: graphOf({}).slug } });
    const inner = {
      ...graphOf({ c: { kind: "subworkflow", graph: { ...home, slug: "box" } } }),
      slug: "outer",
    };
    const graph = graphOf({ a, b: { kind: "subworkflow", graph: inner } }, [AB]);
    const [problem] = found(graph, "R001");
    expect(problem?.way?.[0]?.nodes).toEqual(["a", "b", "b/c", "b/c/d"]);
    expect(callWay(graph, problem ?? {})).toEqual({ nodes: ["a", "b"], edges: ["a.>b"] });
  });

  it("is none where a graph within a node repeats itself alone: no workflow comes back there", () => {
    const inner = { ...graphOf({ d: self }), slug: "box" };
    const graph = graphOf({ a, b: { kind: "subworkflow", graph: inner } }, [AB]);
    const problems = found(graph, "R001");
    expect(problems).toMatchObject([{ path: "/nodes/b/graph/nodes/d/workflow" }]);
    expect(problems[0]).not.toHaveProperty("way");
    expect([...marksOf(graph, problems).nodes.keys()]).toEqual(["b"]);
  });
});

it.each([
  ["/nodes/a/revision", { a: { kind: "subworkflow", workflow: "leaf", revision: 9 } }],
  [
    "/nodes/a/body/revision",
    { a: { kind: "map", over: "[1]", body: { kind: "subworkflow", workflow: "leaf", revision: 9 } } },
  ],
])("a revision that is not there at %s becomes the latest, as it will be or as it is", (path, nodes) => {
  const graph = graphOf(nodes);
  const message = 'there is no revision 9 of "leaf"; the latest is 3';
  const fixes = fixesFor(graph, { code: "W004", level: "warning", path, message });
  const after = fixes.map(({ verb, edit: one }) => {
    const done = edit(startHistory(graph), one, 0);
    return [verb, done.ok ? valueAt(done.history.graph, path) : done.message];
  });
  expect(after).toEqual([
    ["Call the latest", undefined],
    ["Pin revision 3", 3],
  ]);
});

it.each([
  ["another workflow", { workflow: "other" }, "other"],
  ["a revision of another one", { workflow: "other", revision: 2 }, "other@2"],
])("a recursion without end through %s can end once its call here may be left out", (_, called, name) => {
  const go = { kind: "subworkflow", ...called };
  const other = { ...graphOf({ back: { kind: "subworkflow", workflow: "line" } }), slug: "other" };
  for (const graph of [graphOf({ a, go }, [{ source: "a", target: "go" }]), graphOf({ go })]) {
    const endless = endlessCalls(
      new Map([
        ["line", graph],
        [name, other],
      ]),
      "line",
    );
    const path = `/${endless?.first.path.join("/")}`;
    const [fix] = fixesFor(graph, { code: "R002", level: "error", path, message: "" });
    const done = fix && edit(startHistory(graph), fix.edit, 0);
    if (!done?.ok) throw new Error("nothing was offered");
    expect(
      endlessCalls(
        new Map([
          ["line", done.history.graph],
          [name, other],
        ]),
        "line",
      ),
    ).toBeNull();
  }
});
