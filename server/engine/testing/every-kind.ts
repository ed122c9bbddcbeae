import { bindGraph } from "../graph/compile.ts";
import { type Graph, type GraphNode, graphSchema } from "../graph/graph.ts";
import type { Random } from "../simulation/random.ts";
import type { World } from "../simulation/world.ts";
import type { Json } from "../values/json.ts";
import { RANDOM_WORLD, randomGraph } from "./random-graph.ts";

/** What a planner answers, by the call: children, a graph, nothing, or something that is no plan. */
function planned(input: Json): Json {
  const n = Number((input as { n?: Json } | null)?.n ?? 0);
  const answers: readonly Json[] = [
    [1, 2].map((salt) => ({
      workflow: "self",
      input: { n: n - 1, salt: `plan-${salt}` },
      label: `part ${salt}`,
    })),
    { graph: { nodes: { a: { kind: "transform", output: "= input" }, f: { kind: "wait", durationMs: 5 } } } },
    [],
    { children: [{ workflow: "elsewhere" }] },
  ];
  return n > 0 ? (answers[Math.abs(n) % answers.length] ?? []) : [];
}

/** A workflow of two revisions, of which the first fails for small numbers. */
const leaf = (revision: number, when: string) =>
  bindGraph(
    graphSchema.parse({
      schemaVersion: 1,
      slug: "leaf",
      name: "Leaf",
      nodes: { begin: { kind: "transform", output: revision }, no: { kind: "fail", message: "too small" } },
      edges: [{ source: "begin", target: "no", when }],
    }),
    { slug: "leaf", revision },
  );

/** The tasks of `RANDOM_WORLD`, executors for the kinds that reach out, and a workflow that can be called. */
export const EVERY_KIND_WORLD: World = {
  ...RANDOM_WORLD,
  workflows: {
    leaf: leaf(2, "false"),
    "leaf@1": leaf(1, "input.n < 1"),
    "leaf@2": leaf(2, "false"),
  },
  tasks: {
    ...RANDOM_WORLD.tasks,
    planner: { durationMs: [1, 20], failureRate: 0.1, output: planned },
    "banyan:agent/ann": { durationMs: [1, 90], failureRate: 0.15, output: () => ({ children: [] }) },
    "banyan:http": { durationMs: [1, 60], failureRate: 0.1, output: () => ({ status: 200 }) },
    "banyan:code": { durationMs: [1, 10], failureRate: 0.05, output: () => 42 },
  },
};

/** A random graph of which some nodes are of the kinds that `randomGraph` leaves out. */
export function everyKindGraph(random: Random): Graph {
  const graph = randomGraph(random);
  for (const [id, node] of Object.entries(graph.nodes)) {
    const plain = node.kind === "task" || node.kind === "transform" || node.kind === "wait";
    if (plain && random.next() < 0.5) graph.nodes[id] = withJoinOf(node, random.pick(KINDS)(random));
  }
  return graphSchema.parse({ ...graph, ...drawing(random, graph) });
}

/** Some nodes have a place, some graphs frames and notes: what canvases write, and no run reads. */
function drawing(random: Random, { nodes }: Graph): Partial<Graph> {
  const at = () => Math.round((random.next() - 0.5) * 4_000);
  const position = () =>
    random.pick([
      { x: at(), y: at() },
      { x: random.next() * 99, y: 0 },
    ]);
  const placed = Object.entries(nodes).map(
    ([id, node]) => [id, random.next() < 0.6 ? { ...node, position: position() } : node] as const,
  );
  const box = () => ({ x: at(), y: at(), width: 240, height: 16 + Math.round(random.next() * 900) });
  const frame = () => ({
    ...random.pick([{}, { title: "" }, { title: "Reads: what it needs" }]),
    ...box(),
    ...random.pick([{}, { colour: "amber" as const }]),
    nodes: [...Object.keys(nodes).filter(() => random.next() < 0.3), ...random.pick([[], ["gone"]])],
    ...random.pick([{}, { collapsed: true }, { collapsed: false }]),
  });
  const note = () => ({ text: random.pick(["", "= no expression", "Two\nlines # here", "yes"]), ...box() });
  const layouts = [{}, { layout: {} }, { layout: { notes: { why: note() } } }];
  return {
    nodes: Object.fromEntries(placed),
    ...random.pick([...layouts, { layout: { frames: { frame: frame(), frame2: frame() }, notes: {} } }]),
  };
}

/** A plan's own join is about its children. */
function withJoinOf({ join }: GraphNode, node: GraphNode): GraphNode {
  return node.kind === "plan" || join === undefined || join === "allSettled" ? node : { ...node, join };
}

const retry = { maxAttempts: 3, initialMs: 5 };
const KINDS: readonly ((random: Random) => GraphNode)[] = [
  () => ({ kind: "agent", agent: "ann", prompt: "Say {{ input.n }}.", retry }),
  () => ({ kind: "http", url: "https://example.test/", retry }),
  () => ({ kind: "code", code: "return 42", retry }),
  (random) => ({
    kind: "plan",
    workflows: ["self"],
    graphs: {},
    body:
      random.next() < 0.7
        ? { kind: "task", task: "planner", input: "= input", retry }
        : { kind: "agent", agent: "ann", prompt: "Plan.", retry },
    join: random.pick(["all", "any", "allSettled"] as const),
    onBranchFail: random.pick(["cancelSiblings", "wait"] as const),
    onCycle: random.pick(["fail", "report"] as const),
  }),
  (random) => ({
    kind: "subworkflow",
    workflow: "self",
    detached: true,
    input: { n: "= input.n - 1" },
    closePolicy: random.pick(["terminate", "requestCancel", "abandon"] as const),
    onCycle: "report",
  }),
  (random) => ({
    kind: "subworkflow",
    workflow: "leaf",
    revision: random.pick([1, 2, 9]),
    input: { n: "= input.n" },
    ...random.pick([{}, { once: "string(input.n)" }]),
    onCycle: "report",
  }),
  (random) => ({
    kind: "task",
    task: "work",
    input: { n: "= input.n" },
    inputSchema: { type: "object", properties: { n: { type: "integer", minimum: random.pick([-9, 1]) } } },
    outputSchema: { type: "object" },
  }),
];
