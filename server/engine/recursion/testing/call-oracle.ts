import { calleeName, readCallee } from "../../graph/callee.ts";
import { type Graph, type GraphEdge, type GraphNode, graphSchema } from "../../graph/graph.ts";
import type { Random } from "../../simulation/random.ts";

/** A program of 1 to 4 workflows of 1 to 6 nodes that call each other and pinned revisions, guarded or not. */
export function randomWorkflows(random: Random): ReadonlyMap<string, Graph> {
  const slugs = ["a", "b", "c", "d"].slice(0, 1 + Math.floor(random.next() * 4));
  const pinned = slugs.flatMap((slug) => (random.next() < 0.3 ? [`${slug}@1`] : []));
  const names = [...slugs, ...pinned];
  return new Map(names.map((name) => [name, randomWorkflow(random, readCallee(name).workflow, names)]));
}

function randomWorkflow(random: Random, slug: string, names: readonly string[]): Graph {
  const ids = Array.from({ length: 1 + Math.floor(random.next() * 6) }, (_, i) => `n${i}`);
  const nodes: Record<string, GraphNode> = {};
  const edges: GraphEdge[] = [];
  for (const [i, id] of ids.entries()) {
    nodes[id] = randomNode(random, names);
    for (const source of ids.slice(0, i))
      if (random.next() < 0.5) edges.push(edgeOf(random, source, id, nodes));
  }
  return graphSchema.parse({ schemaVersion: 1, slug, name: slug, nodes, edges });
}

function randomNode(random: Random, names: readonly string[]): GraphNode {
  const called = readCallee(random.pick([...names, "self"]));
  const drawn = random.next();
  if (drawn < 0.25) return { kind: "decision", cases: [{ port: "p", when: "true" }], default: "q" };
  if (drawn < 0.55) return { kind: "subworkflow", ...called, ...(random.next() < 0.2 ? { once: "1" } : {}) };
  if (drawn < 0.65) return { kind: "map", over: "= []", body: { kind: "subworkflow", ...called } };
  if (drawn < 0.75) {
    const guard = random.next() < 0.5 ? { while: "false" } : {};
    return { kind: "loop", maxIterations: 2, body: { kind: "subworkflow", ...called }, ...guard };
  }
  return { kind: "transform", output: 1, join: random.pick(["all", "any"] as const) };
}

function edgeOf(random: Random, source: string, target: string, nodes: Graph["nodes"]): GraphEdge {
  const port = nodes[source]?.kind === "decision" ? { port: random.pick(["p", "q"]) } : {};
  return { source, target, ...port, ...(random.next() < 0.2 ? { when: "false" } : {}) };
}

/** Workflows of which some run ends: by trying every outcome of every decision and condition. */
export function canEnd(workflows: ReadonlyMap<string, Graph>): ReadonlySet<string> {
  const ending = new Set<string>();
  for (let before = -1; before !== ending.size; ) {
    before = ending.size;
    for (const [name, graph] of workflows) {
      const own = (call: string) => (call === "self" ? name : call);
      if (outcomes(graph).some((calls) => calls.every((call) => ending.has(own(call))))) ending.add(name);
    }
  }
  return ending;
}

const known = new WeakMap<Graph, readonly (readonly string[])[]>();

/** For each combination of outcomes, what a run of the graph calls. */
function outcomes(graph: Graph): readonly (readonly string[])[] {
  const all = known.get(graph) ?? allOutcomes(graph);
  known.set(graph, all);
  return all;
}

function allOutcomes(graph: Graph): readonly (readonly string[])[] {
  const decisions = Object.keys(graph.nodes).filter((id) => graph.nodes[id]?.kind === "decision");
  const calls: string[][] = [];
  for (let choice = 0; choice < 2 ** decisions.length; choice++) {
    // A condition that does not hold only ever leaves out nodes, so those that hold need not be tried.
    const portOf = (id: string) => ((choice >> decisions.indexOf(id)) & 1 ? "p" : "q");
    calls.push(
      walk(
        graph,
        (edge) => edge.when === undefined && (edge.port === undefined || edge.port === portOf(edge.source)),
      ),
    );
  }
  return calls;
}

/** Runs the graph: a node runs when one of its edges is taken, or when it has none. */
function walk(graph: Graph, isTaken: (edge: GraphEdge) => boolean): string[] {
  const ran = new Set<string>();
  const calls: string[] = [];
  for (const [id, node] of Object.entries(graph.nodes)) {
    const into = graph.edges.filter(({ target }) => target === id);
    if (into.length > 0 && !into.some((edge) => ran.has(edge.source) && isTaken(edge))) continue;
    ran.add(id);
    const called = surelyCalled(node);
    if (called !== null) calls.push(called);
  }
  return calls;
}

function surelyCalled(node: GraphNode): string | null {
  if (node.kind === "subworkflow") return node.once === undefined ? nameIn(node) : null;
  if (node.kind !== "loop" || node.while !== undefined) return null;
  return node.body.kind === "subworkflow" ? nameIn(node.body) : null;
}

function nameIn({ workflow, revision }: { workflow?: string | undefined; revision?: number | undefined }) {
  return workflow === undefined ? null : calleeName({ workflow, revision });
}
