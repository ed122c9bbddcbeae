import type { NodeId } from "../ids.ts";
import { kindOf } from "../nodes/definitions.ts";
import { calleeName } from "./callee.ts";
import { incomingJoin, neededOf } from "./compile.ts";
import type { CallStep, Graph, GraphNode, NodeBody } from "./graph.ts";
import { inlineGraphOf } from "./inline-graph.ts";
import { nodeIn } from "./node-in.ts";
import type { Findings, Path } from "./problems.ts";
import { groupBy, topologicalOrder } from "./topology.ts";

/** A call that every run makes, and how it gets there. */
export type UnavoidableCall = Pick<CallStep, "nodes" | "calls"> & { readonly path: Path };

/**
 * Refuses a graph in which every run must start another one of the same. A call is guarded when a run can do without
 * it: behind an edge with `when` or a decision that has another way, in a map (an empty list ends it), or with `once`.
 * A depth limit is no guard: with nothing else every run would end in failure.
 */
export function checkRecursion(graph: Graph, names: ReadonlySet<string>, findings: Findings): void {
  const call = unavoidableCall(graph, names);
  if (!call) return;
  const drawn = [...namesOf(call), call.calls].join(" → ");
  // What an inline graph repeats is itself: no workflow comes back there.
  const inline = findings.pointer([]) !== "";
  findings.add(
    "R001",
    call.path,
    `every run would start another one without end: ${drawn}. Put the call behind a decision port or an edge with "when", in a map, or give it a "once" key`,
    inline ? {} : { way: [{ workflow: graph.slug, nodes: call.nodes, calls: graph.slug }] },
  );
}

/** The nodes on the way as they are called where they stand. */
export function namesOf({ nodes }: Pick<CallStep, "nodes">): readonly string[] {
  return nodes.map((node) => node.slice(node.lastIndexOf("/") + 1));
}

/** A call to one of these workflows that no run of the graph can do without. */
export function unavoidableCall(graph: Graph, names: ReadonlySet<string>): UnavoidableCall | null {
  const forced = forcedCalls(graph, names);
  const certain = certainNodes(graph);
  for (const id of certain.keys()) {
    const call = forced.get(id);
    if (call) return { ...call, nodes: [...wayTo(id, certain).slice(0, -1), ...call.nodes] };
  }
  return null;
}

/** By node: a call that cannot be avoided any more once it runs. */
function forcedCalls(graph: Graph, names: ReadonlySet<string>): ReadonlyMap<NodeId, UnavoidableCall> {
  const incoming = groupBy(graph.edges, ({ target }) => target);
  const outgoing = groupBy(graph.edges, ({ source }) => source);
  const forced = new Map<NodeId, UnavoidableCall>();
  /** What taking an edge leads to. A target that wants several edges may not run. */
  const behind = (edge: Graph["edges"][number]): UnavoidableCall | undefined => {
    const target = nodeIn(graph, edge.target);
    const needed = target ? neededOf(incomingJoin(target), incoming.get(edge.target)?.length ?? 0) : 2;
    return edge.when === undefined && needed <= 1 ? forced.get(edge.target) : undefined;
  };
  for (const id of topologicalOrder(Object.keys(graph.nodes), graph.edges).order.toReversed()) {
    const node = graph.nodes[id];
    if (!node) continue;
    const own = callIn(node, ["nodes", id], names);
    const next = own ?? afterNode(node, outgoing.get(id) ?? [], behind);
    if (next) forced.set(id, { ...next, nodes: [id, ...next.nodes] });
  }
  return forced;
}

/** Without ports any edge that is surely taken; with ports a call behind each of them. */
function afterNode(
  node: GraphNode,
  edges: readonly Graph["edges"][number][],
  behind: (edge: Graph["edges"][number]) => UnavoidableCall | undefined,
): UnavoidableCall | undefined {
  const ports = kindOf(node).ports?.(node);
  const first = (list: typeof edges) => list.map(behind).find((call) => call !== undefined);
  if (!ports) return first(edges);
  if (!ports.complete) return undefined;
  const calls = ports.names.map((port) => first(edges.filter((edge) => edge.port === port)));
  return calls.every((call) => call !== undefined) ? calls[0] : undefined;
}

/** The call of a node itself, of what it surely repeats, or of its inline graph. */
function callIn(node: GraphNode, path: Path, names: ReadonlySet<string>): UnavoidableCall | undefined {
  const repeated = kindOf(node).body?.(node);
  if (!repeated) return callOf(node, path, names);
  return repeated.certain ? callOf(repeated.body, [...path, "body"], names) : undefined;
}

function callOf(
  node: GraphNode | NodeBody,
  path: Path,
  names: ReadonlySet<string>,
): UnavoidableCall | undefined {
  const call = kindOf(node).call?.(node);
  if (call?.certain && names.has(calleeName(call)))
    return { nodes: [], calls: calleeName(call), path: [...path, "workflow"] };
  const inline = inlineGraphOf(node);
  const inner = inline && innerCall(inline, names);
  if (!inner) return undefined;
  const nodes = inner.nodes.map((node) => `${path[1]}/${node}`);
  return { nodes, calls: inner.calls, path: [...path, "graph", ...inner.path] };
}

/** Within an inline graph `self` is the inline graph, so only slugs lead back out. */
function innerCall(inline: Graph, names: ReadonlySet<string>): UnavoidableCall | null {
  return unavoidableCall(inline, new Set([...names].filter((name) => name !== "self")));
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

function wayTo(id: NodeId, certain: Certain): readonly NodeId[] {
  const way: NodeId[] = [];
  for (let at: NodeId | null = id; at !== null; at = certain.get(at) ?? null) way.unshift(at);
  return way;
}
