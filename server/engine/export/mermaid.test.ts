import fc from "fast-check";
import { expect, it } from "vitest";
import type { Join } from "../graph/fields.ts";
import { type Graph, type GraphEdge, graphSchema } from "../graph/graph.ts";
import { importWorkflow } from "../import/import.ts";
import type { Imported } from "../import/report.ts";
import { mermaidOf } from "./mermaid.ts";

const graphOf = (nodes: object, edges: readonly object[] = [], name = "X"): Graph =>
  graphSchema.parse({ schemaVersion: 1, slug: "x", name, nodes, edges });

function back(graph: Graph): Graph {
  const made = importWorkflow({ text: mermaidOf(graph) });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  return made.graph;
}

const HARD = [
  'Say "no" [now] (or {never})',
  "a & b < c > d",
  "end",
  "one; two",
  "100%% sure",
  "%%{init: {'theme': 'dark'}}%%",
  "#35; and &quot; and #quot;",
  "`**bold**`",
  "*a* and **b** and _c_ and snake_case",
  "1. First",
  "- item",
  "C:\\new\\table",
  "<br/><script>alert(1)</script>",
  "|x| --> y",
  "A --> B",
  "🌳 ünï",
  "~~gone~~",
];

it.each(HARD)("a name is text, whatever stands in it: %s", (name) => {
  const graph = graphOf({ a: { kind: "transform", output: 1, name }, b: { kind: "end", name } }, [
    { source: "a", target: "b" },
  ]);
  const text = mermaidOf(graph);
  const line = text.split("\n").find((each) => each.startsWith("  a[")) ?? "";
  const label = line.slice('  a["'.length, -'"]'.length);
  expect(label).not.toMatch(/["<>\\`*]|%%|(?<!#\w+);/);
  expect(back(graph).nodes["a"]?.name).toBe(name);
  expect(back(graph).nodes["b"]?.name).toBe(name);
});

it("any name, title and condition comes back, but for its white space", () => {
  const words = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
    fc.constantFrom(...HARD),
  );
  const plain = (text: string) => text.replaceAll("\0", "").replace(/\s+/g, " ").trim();
  const word = words.filter((text) => plain(text) !== "" && !/[\0\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(word, word, (name, title) => {
      const graph = graphOf({ first: { kind: "transform", output: 1, name } }, [], title);
      expect(back(graph).nodes["first"]?.name ?? "first").toBe(plain(name));
      expect(back(graph).name).toBe(plain(title));
    }),
    { numRuns: 500 },
  );
});

it.each([
  ["task", { task: "x" }, '["n"]'],
  ["agent", { capabilities: ["write"], prompt: "x" }, '{{"n"}}'],
  ["http", { url: "https://example.com" }, '["n"]'],
  ["decision", { cases: [{ port: "yes", when: "input.a" }] }, '{"n"}'],
  ["subworkflow", { workflow: "self" }, '[["n"]]'],
  ["approval", { title: "x" }, '[/"n"/]'],
  ["wait", { durationMs: 1 }, '("n")'],
  ["emit", { event: "x" }, '>"n"]'],
  ["end", {}, '(["n"])'],
  ["fail", { message: "x" }, '((("n"))):::fail'],
])("a %s has the shape of its kind", (kind, more, shape) => {
  expect(mermaidOf(graphOf({ n: { kind, ...more } }))).toContain(`\n  n${shape}\n`);
});

it("edges say by which port and when they are taken, and come back so", () => {
  const step = { kind: "transform", output: 1 };
  const graph = graphOf(
    {
      ask: { kind: "decision", cases: [{ port: "yes", when: "= input.n > 1" }], default: "no" },
      a: step,
      b: step,
      c: { kind: "end" },
    },
    [
      { source: "ask", target: "a", port: "yes" },
      { source: "ask", target: "b", port: "no" },
      { source: "a", target: "c", when: "nodes.a.output == 1 && input.s != 'x'" },
    ],
  );
  const text = mermaidOf(graph);
  expect(text).toContain('ask -->|"yes: input.n #gt; 1"| a');
  expect(text).toContain('ask -->|"no"| b');
  const again = back(graph);
  expect(again.nodes["ask"]).toMatchObject({
    cases: [{ port: "yes", when: "input.n > 1" }],
    default: "no",
  });
  expect(again.edges).toEqual([
    { source: "ask", target: "a", port: "yes" },
    { source: "ask", target: "b", port: "no" },
    { source: "a", target: "c", when: "nodes.a.output == 1 && input.s != 'x'" },
  ]);
  const long = graphOf({ a: step, b: step }, [
    { source: "a", target: "b", when: `input.a == '${"x".repeat(300)}'` },
  ]);
  expect(mermaidOf(long).length).toBeLessThan(300);
});

it("a title that YAML would read as something else stands in quotes", () => {
  for (const name of ["a: b", "yes", "# no", "[x]", "'q'", '"q"', "1", "---\nb: 1", "- x"])
    expect(mermaidOf(graphOf({}, [], name)).split("\n")[1]).toBe(
      `title: ${JSON.stringify(name.replace(/\s+/g, " "))}`,
    );
  expect(mermaidOf(graphOf({}, [], "Ship it")).split("\n")[1]).toBe("title: Ship it");
});

/** One of each kind, as it is where nothing more is said. */
const KINDS: Readonly<Record<string, object>> = {
  task: { task: "x" },
  agent: { capabilities: ["write"], prompt: "x" },
  http: { url: "https://example.com" },
  transform: { output: 1 },
  code: { code: "return 1" },
  map: { over: "= []", body: { kind: "task", task: "x" } },
  loop: { maxIterations: 2, body: { kind: "task", task: "x" } },
  subworkflow: { workflow: "self" },
  plan: { body: { kind: "task", task: "x" } },
  wait: { durationMs: 1 },
  approval: { title: "x" },
  emit: { event: "x" },
  end: {},
  fail: { message: "x" },
  decision: {
    cases: [
      { port: "yes", when: "input.n > 1" },
      { port: "maybe", when: "input.n == 1 || nodes.a.output == 'x'" },
    ],
    default: "no",
  },
};
/** Ports of an edge, by the kind that it leaves. */
const PORTS: Readonly<Record<string, readonly string[]>> = {
  decision: ["yes", "maybe", "no"],
  approval: ["approved", "denied", "expired"],
};
const LAST = ["end", "fail"];

type Drawn = {
  readonly kinds: readonly string[];
  readonly joins: readonly (Join | null)[];
  readonly arrows: readonly (readonly [number, number, number])[];
};

function drawnGraph({ kinds, joins, arrows }: Drawn): Graph {
  const nodes = Object.fromEntries(
    kinds.map((kind, at) => [`n${at}`, { kind, ...KINDS[kind], ...(joins[at] ? { join: joins[at] } : {}) }]),
  );
  const edges = arrows.flatMap(([one, other, nth]) => {
    const [from, to] = [Math.min(one, other) % kinds.length, Math.max(one, other) % kinds.length];
    const kind = kinds[from] ?? "end";
    const ports = PORTS[kind];
    const more = ports ? { port: ports[nth % ports.length] } : nth === 1 ? { when: `input.w == ${one}` } : {};
    return from >= to || LAST.includes(kind) ? [] : [{ source: `n${from}`, target: `n${to}`, ...more }];
  });
  // The same edge stands once: its conditions would be one.
  const keyOf = ({ source, target, port }: GraphEdge) => JSON.stringify([source, target, port]);
  const once = new Map(edges.map((edge) => [keyOf(edge), edge]));
  // All of its ways are drawn where any is: a drawing knows no other.
  for (const [at, kind] of kinds.entries())
    if (kind === "decision" && at < kinds.length - 1)
      for (const port of PORTS["decision"] ?? []) {
        const edge = { source: `n${at}`, target: `n${kinds.length - 1}`, port };
        once.set(keyOf(edge), edge);
      }
  return graphOf(nodes, [...once.values()]);
}

const sorted = ({ edges }: Graph) =>
  edges.map((edge) => JSON.stringify(edge, Object.keys(edge).sort())).sort();

/** Of each kind that a drawing cannot carry it is told what stands in its place. */
function expectSame({ nodes }: Graph, made: Imported, id: string): void {
  const [node, again] = [nodes[id], made.graph.nodes[id]];
  const told = made.notes.filter(({ node: about, fate }) => about === id && fate === "approximated");
  expect(told).toHaveLength(node?.kind === "end" ? 0 : 1);
  expect(again?.join).toEqual(/^(?:map|plan)$/.test(node?.kind ?? "") ? undefined : node?.join);
  if (LAST.includes(node?.kind ?? "")) expect(again?.kind).toBe(node?.kind);
  if (node?.kind !== "decision" || again?.kind !== "decision") return;
  expect(again.default).toBe(node.default);
  expect(again.cases, "the first that holds is taken").toEqual(node.cases);
}

it("nodes, edges, joins, ports and conditions in their order come back of any graph, and each kind that does not is told", () => {
  const drawn = fc.record({
    kinds: fc.array(fc.constantFrom(...Object.keys(KINDS)), { minLength: 2, maxLength: 12 }),
    joins: fc.array(fc.constantFrom<Join | null>(null, "any", { n: 2 }), {
      minLength: 12,
      maxLength: 12,
    }),
    arrows: fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.nat(5)), { maxLength: 25 }),
  });
  fc.assert(
    fc.property(drawn, (each) => {
      const graph = drawnGraph(each);
      const made = importWorkflow({ text: mermaidOf(graph) });
      if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
      expect(Object.keys(made.graph.nodes)).toEqual(Object.keys(graph.nodes));
      expect(sorted(made.graph)).toEqual(sorted(graph));
      for (const id of Object.keys(graph.nodes)) expectSame(graph, made, id);
    }),
    { numRuns: 300 },
  );
});
