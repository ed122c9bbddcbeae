import type { NodeId } from "../ids.ts";
import { kindOf } from "../nodes/definitions.ts";
import { incomingJoin, neededOf } from "./compile.ts";
import { type Graph, type GraphNode, graphSchema, type NodeBody } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";
import { groupBy, topologicalOrder } from "./topology.ts";

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
  const certain = certainNodes(graph);
  for (const id of certain.keys()) {
    const node = graph.nodes[id];
    if (!node) continue;
    const repeated = kindOf(node).body?.(node);
    const at = ["nodes", id];
    const found = repeated
      ? repeated.certain && callOf(repeated.body, [...at, "body"], names)
      : callOf(node, at, names);
    if (found) return { ...found, steps: [...stepsTo(id, certain), ...found.steps] };
  }
  return null;
}

function callOf(node: GraphNode | NodeBody, path: Path, names: ReadonlySet<string>): Call | null {
  const kind = kindOf(node);
  const call = kind.call?.(node);
  if (call?.certain && names.has(call.workflow))
    return { steps: [call.workflow], path: [...path, "workflow"] };
  const inline = kind.inline?.(node);
  const inner = inline && innerCall(inline.graph, names);
  return inner ? { steps: inner.steps, path: [...path, "graph", ...inner.path] } : null;
}

/** Within an inline graph `self` is the inline graph, so only the outer slug leads back out. */
function innerCall(graph: unknown, names: ReadonlySet<string>): Call | null {
  const inline = graphSchema.safeParse(graph);
  if (!inline.success) return null;
  const outer = new Set([...names].filter((name) => name !== "self"));
  return certainCall(inline.data, outer);
}

/** Nodes that run in every run, each with one that leads to it; `null` where a run starts. */
type Certain = ReadonlyMap<NodeId, NodeId | null>;

function certainNodes(graph: Graph): Certain {
  const incoming = groupBy(graph.edges, ({ target }) => target);
  const certain = new Map<NodeId, NodeId | null>();
  for (const id of topologicalOrder(Object.keys(graph.nodes), graph.edges).order) {
    const into = incoming.get(id) ?? [];
    const sure = into.filter(
      (edge) => certain.has(edge.source) && edge.when === undefined && edge.port === undefined,
    );
    const node = graph.nodes[id];
    const needed = neededOf(node ? incomingJoin(node) : "all", into.length);
    if (sure.length >= needed) certain.set(id, sure[0]?.source ?? null);
  }
  return certain;
}

function stepsTo(id: NodeId, certain: Certain): readonly NodeId[] {
  const steps: NodeId[] = [];
  for (let at: NodeId | null = id; at !== null; at = certain.get(at) ?? null) steps.unshift(at);
  return steps;
}
