import { expect, it } from "vitest";
import { output } from "../../testing/run-graph.ts";
import { importWorkflow } from "../import.ts";
import { type FileEdge, type FileNode, importedFile, langFile, ranAs } from "../testing/langgraph-runs.ts";

const told = (lines: readonly string[], words: string, nodes: readonly FileNode[] = []) =>
  importedFile(langFile(lines, nodes))
    .notes.filter(({ message }) => message.includes(words))
    .map(({ place, fate }) => `${place} ${fate}`);

it("older files number their nodes, and say in the data which the start and the end are", () => {
  for (const data of [(name: string) => name, (name: string) => ({ id: ["x"], name })]) {
    const made = importedFile({
      nodes: [
        { id: "0", type: "schema", data: data("__start__") },
        { id: "1", type: "runnable", data: { name: "work" } },
        { id: "2", type: "schema", data: data("__end__") },
      ],
      edges: [
        { source: "0", target: "1" },
        { source: "1", target: "2" },
      ],
    });
    expect(Object.values(made.graph.nodes).map(({ kind }) => kind)).toEqual(["task", "end"]);
    expect(ranAs(made, () => "").visits).toEqual({ work: 1 });
  }
});

it("numbers are ids, and shapes of data are passed on", () => {
  const made = importWorkflow({
    value: {
      nodes: [
        { id: 0, type: "schema", data: "PromptInput" },
        { id: 1, type: "runnable", data: { name: "prompt" } },
        { id: 2, type: "schema", data: "Answer" },
      ],
      edges: [
        { source: 0, target: 1 },
        { source: 1, target: 2 },
      ],
    },
  });
  if (!made.ok) throw new Error(made.message);
  expect(Object.values(made.graph.nodes).map(({ kind }) => kind)).toEqual(["transform", "task", "transform"]);
  expect(output(ranAs(made, () => "", { way: ["in"] }).outcome)).toMatchObject({ way: ["in", "prompt"] });
});

it("ids of every sort become names of their own, and run", () => {
  const ids = [
    "a b",
    "a.b",
    "a_b",
    "🦊",
    "1st",
    "__proto__",
    "constructor",
    "line\nbreak",
    "x".repeat(500),
    "x".repeat(501),
  ];
  const edges = ["__start__", ...ids].map(
    (source, at): FileEdge => ({ source, target: ids[at] ?? "__end__" }),
  );
  const nodes = ["__start__", ...ids, "__end__"].map((id) => ({ id }));
  const made = importedFile({ nodes, edges });
  expect(Object.keys(made.graph.nodes)).toHaveLength(ids.length + 1);
  expect(Object.values(ranAs(made, () => "").visits)).toEqual(ids.map(() => 1));
});

it("nodes of one class are tasks of their own", () => {
  const data = { name: "RunnableLambda" };
  const made = importedFile({
    nodes: ["a", "b", "s:a"].map((id) => ({ id, data })),
    edges: [{ source: "a", target: "b" }],
  });
  expect(Object.keys(ranAs(made, () => "").visits).toSorted()).toEqual(["a", "b", "s:a"]);
});

it("conditions may be truth values and numbers", () => {
  const edge = (data: unknown, target: string) => ({ source: "a", target, conditional: true, data });
  const made = importedFile({
    nodes: ["a", "b", "c", "d"].map((id) => ({ id })),
    edges: [edge(true, "b"), edge(false, "c"), edge(2, "d")],
  });
  for (const [next, target] of [
    [true, "b"],
    [false, "c"],
    [2, "d"],
  ] as const)
    expect(ranAs(made, () => next).visits).toEqual({ a: 1, [target]: 1 });
});

it("a second node of one id is left out and told, not made a graph without nodes", () => {
  const made = importedFile({
    nodes: [{ id: "a" }, { id: "a" }, { id: "b" }],
    edges: [{ source: "a", target: "b" }],
  });
  expect(Object.entries(made.graph.nodes).map(([id, { kind }]) => [id, kind])).toEqual([
    ["a", "task"],
    ["b", "task"],
  ]);
  expect(made.notes).toContainEqual(
    expect.objectContaining({ fate: "dropped", place: "/nodes/1", what: "a" }),
  );
});

it("edges from and to nothing are left out and told, and make no decision", () => {
  const nodes = ["__start__", "a", "__end__"].map((id) => ({ id }));
  const edges = [
    { source: "__start__", target: "a" },
    { source: "ghost", target: "a", conditional: true },
    { source: "a", target: "nobody" },
    { source: "a", target: "__start__" },
    { source: "__end__", target: "a" },
    { source: "a", target: "__end__" },
  ];
  const made = importedFile({ nodes, edges });
  expect(Object.keys(made.graph.nodes)).toEqual(["a", "end"]);
  const dropped = made.notes.filter(({ fate }) => fate === "dropped").map(({ place }) => place);
  expect(dropped).toEqual(["/edges/1", "/edges/2", "/edges/3", "/edges/4"]);
});

it("edges into and out of the middle of a graph inside a node are told", () => {
  const inner = ["s:a>s:b", "s:b>s:c"];
  expect(told(["__start__>s:a", ...inner, "s:c>__end__"], "middle")).toEqual([]);
  expect(told(["__start__>s:b", ...inner, "s:b>__end__"], "middle")).toEqual([
    "/edges/0 approximated",
    "/edges/3 approximated",
  ]);
});

it("a loop beside other ways of its round is told, one by itself is not", () => {
  const loop = ["__start__>a", "a?again>a", "a?done>__end__"];
  expect(told(loop, "beside the next")).toEqual([]);
  expect(told([...loop, "a>b", "b>__end__"], "beside the next")).toEqual(["/edges/1 approximated"]);
});

it("all nodes to stop at are those of the graph itself, and marks are read in each form", () => {
  const nodes = ["__start__", "a", "s:b", "s:c"].map((id) => ({ id }));
  const edges = [
    { source: "__start__", target: "a" },
    { source: "a", target: "s:b" },
    { source: "s:b", target: "s:c" },
  ];
  const { graph } = importedFile({ nodes, edges, interrupt_before: "*" });
  expect(Object.keys(graph.nodes).toSorted()).toEqual(["a", "before_a", "before_s", "s"]);
  expect(JSON.stringify(graph.nodes["s"])).not.toContain("approval");
  const marked = importedFile({ nodes: [{ id: "a", metadata: { interrupt: ["after"] } }], edges: [] });
  expect(Object.keys(marked.graph.nodes)).toEqual(["a", "after_a"]);
});

it("tasks are tried once, and runs have no time limit, as there", () => {
  const { graph, notes } = importedFile(langFile(["__start__>a", "a>__end__"]));
  expect(graph.nodes["a"]).toMatchObject({ input: "= input", retry: { maxAttempts: 1 } });
  expect(graph.limits).toEqual({ recursionTimeoutMs: null });
  expect(notes).toContainEqual(expect.objectContaining({ fate: "approximated", place: "/", what: "state" }));
});

it.each([
  [{ nodes: [], edges: [] }, "/nodes"],
  [{ nodes: [{ id: "a" }, { name: "b" }], edges: [] }, "/nodes/1/id"],
  [{ nodes: [{ id: "" }], edges: [] }, "/nodes/0/id"],
  [{ nodes: ["a"], edges: [] }, "/nodes/0"],
  [{ nodes: [{ id: "a" }], edges: [{ source: "a" }] }, "/edges/0/target"],
  [
    { nodes: [{ id: "a" }], edges: [{ source: "a", target: "a", conditional: "yes" }] },
    "/edges/0/conditional",
  ],
])("what cannot be read is refused with its place: %j", (value, place) => {
  expect(importWorkflow({ value })).toMatchObject({ ok: false, place });
});

it("2,000 nodes with conditions, loops and parallel ways are read", () => {
  const lines = ["__start__>n0"];
  for (let at = 0; at < 1_999; at++) {
    lines.push(at % 3 === 0 ? `n${at}?go>n${at + 1}` : `n${at}>n${at + 1}`);
    if (at % 3 === 0) lines.push(`n${at}?back>n${Math.max(0, at - 30)}`, `n${at}?end>__end__`);
    if (at % 7 === 0) lines.push(`n${at}>n${Math.min(1_999, at + 9)}`);
  }
  const made = importWorkflow({ value: langFile([...lines, "n1999>__end__"]) });
  expect(made).toMatchObject({ ok: true });
});
