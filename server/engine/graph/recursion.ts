import type { NodeId } from "../ids.ts";
import { incomingJoin } from "./compile.ts";
import { type Graph, type GraphEdge, type GraphNode, graphSchema } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";
import { topologicalOrder } from "./topology.ts";

/** A call that every run makes, and how it gets there. */
type Call = { readonly steps: readonly string[]; readonly path: Path };

/**
 * Refuses a graph in which every run must start another one of the same. A call is guarded when it is not
 * certain: behind a decision port or an edge with `when`, in a map (an empty list ends it), or with `once`.
 * A depth limit is no guard: with nothing else every run would end in failure.
 */
export function checkRecursion(graph: Graph, names: ReadonlySet<string>, findings: Findings): void {
  const call = certainCall(graph, names);
  if (!call) return;
  findings.add(
    "R001",
    call.path,
    `every run would start another one without end: ${call.steps.join(" → ")}. Put the call behind a decision port or an edge with "when", in a map, or give it a "once" key`,
  );
}

function certainCall(graph: Graph, names: ReadonlySet<string>): Call | null {
  for (const [id, steps] of certainNodes(graph)) {
    const node = graph.nodes[id];
    if (node?.kind !== "subworkflow" || node.once !== undefined) continue;
    if (node.workflow !== undefined && names.has(node.workflow)) {
      return { steps: [...steps, node.workflow], path: ["nodes", id, "workflow"] };
    }
    const inner = innerCall(node.graph, names);
    if (inner) return { steps: [...steps, ...inner.steps], path: ["nodes", id, "graph", ...inner.path] };
  }
  return null;
}

/** Within an inline graph `self` is the inline graph, so only the outer slug leads back out. */
function innerCall(graph: unknown, names: ReadonlySet<string>): Call | null {
  const inline = graphSchema.safeParse(graph);
  if (!inline.success) return null;
  const outer = new Set([...names].filter((name) => name !== "self"));
  return certainCall(inline.data, outer);
}

/** Nodes that run in every run, each with one path that leads to it. */
function certainNodes(graph: Graph): ReadonlyMap<NodeId, readonly string[]> {
  const incoming = new Map<NodeId, GraphEdge[]>();
  for (const edge of graph.edges) incoming.set(edge.target, [...(incoming.get(edge.target) ?? []), edge]);
  const certain = new Map<NodeId, readonly string[]>();
  for (const id of topologicalOrder(Object.keys(graph.nodes), graph.edges).order) {
    const into = incoming.get(id) ?? [];
    const sure = into.filter(
      (edge) => certain.has(edge.source) && edge.when === undefined && edge.port === undefined,
    );
    if (sure.length < neededToRun(graph.nodes[id], into.length)) continue;
    certain.set(id, [...(certain.get(sure[0]?.source ?? "") ?? []), id]);
  }
  return certain;
}

function neededToRun(node: GraphNode | undefined, incoming: number): number {
  const join = node ? incomingJoin(node) : "all";
  if (join === "all") return incoming;
  return join === "any" ? Math.min(1, incoming) : join.n;
}
