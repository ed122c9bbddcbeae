import type { Graph } from "#server/engine/graph/graph";
import type { Ports } from "#server/engine/graph/kind";
import { nodeIn } from "#server/engine/graph/node-in";
import { groupBy, reachable } from "#server/engine/graph/topology";
import { isSameEdge } from "#server/engine/modification/places";
import { kindOf } from "#server/engine/nodes/definitions";

export type Connection = {
  readonly source: string;
  readonly target: string;
  readonly port?: string | undefined;
};

export function portsOf(graph: Graph, id: string): Ports | null {
  const node = nodeIn(graph, id);
  return (node && kindOf(node).ports?.(node)) ?? null;
}

/** Whether runs stop at the node, so that no edge may leave it. */
export function isLast(graph: Graph, id: string): boolean {
  const node = nodeIn(graph, id);
  return node !== undefined && kindOf(node).last === true;
}

/** The port by which an edge leaves a node unless somebody says another: the first that no edge leaves by yet. */
export function freePort(graph: Graph, id: string): string | undefined {
  const ports = portsOf(graph, id);
  if (!ports) return undefined;
  const used = new Set(graph.edges.flatMap(({ source, port }) => (source === id && port ? [port] : [])));
  const free = ports.names.find((name) => !used.has(name));
  return free ?? (ports.required ? ports.names[0] : undefined);
}

/** Why there cannot be such an edge; `null` = there can. @param instead Place of the edge that it takes the place of. */
export function whyNot(graph: Graph, connection: Connection, instead = -1): string | null {
  const { source, target, port } = connection;
  if (!nodeIn(graph, source) || !nodeIn(graph, target)) return "There is no such node.";
  if (source === target) return `${source} cannot lead to itself.`;
  if (isLast(graph, source)) return `The run stops at ${source}: no edge may leave it.`;
  const ports = portsOf(graph, source);
  if (ports?.required && port === undefined) return `An edge from ${source} leaves by one of its ports.`;
  if (port !== undefined && !ports?.names.includes(port)) return `${source} has no port “${port}”.`;
  const others = graph.edges.filter((_, at) => at !== instead);
  if (others.some((edge) => isSameEdge(edge, { source, target, ...(port ? { port } : {}) })))
    return "This edge stands already.";
  if (reachable([target], others).has(source))
    return "Edges must not lead back. To repeat work, call the workflow from a subworkflow node, or use a loop.";
  return null;
}

/** Nodes that an edge from this node and port could lead to. */
export function targetsOf(graph: Graph, source: string, port: string | undefined): ReadonlySet<string> {
  const above = new Set<string>();
  const into = new Map<string, string[]>();
  for (const edge of graph.edges) into.set(edge.target, [...(into.get(edge.target) ?? []), edge.source]);
  const open = [source];
  for (const id of open) {
    if (above.has(id)) continue;
    above.add(id);
    open.push(...(into.get(id) ?? []));
  }
  const taken = new Set(
    graph.edges.flatMap((edge) => (edge.source === source && edge.port === port ? [edge.target] : [])),
  );
  return new Set(Object.keys(graph.nodes).filter((id) => !above.has(id) && !taken.has(id)));
}

/** Nodes that an edge to this node could come from, by whichever port. */
export function sourcesOf(graph: Graph, target: string): ReadonlySet<string> {
  const below = reachable([target], graph.edges);
  const standing = groupBy(
    graph.edges.filter((edge) => edge.target === target),
    ({ source }) => source,
  );
  const leads = (source: string) =>
    !isLast(graph, source) &&
    exitsFrom(graph, source).some((port) => !standing.get(source)?.some((edge) => edge.port === port));
  return new Set(Object.keys(graph.nodes).filter((id) => !below.has(id) && leads(id)));
}

function exitsFrom(graph: Graph, id: string): readonly (string | undefined)[] {
  const ports = portsOf(graph, id);
  return [...(ports?.required ? [] : [undefined]), ...(ports?.names ?? [])];
}

type End = "source" | "target";

/** An edge with one of its ends elsewhere. @param stays The end that it keeps. */
export function ledTo(edge: Connection, stays: End, id: string, port?: string): Connection {
  return stays === "source" ? { ...edge, target: id } : { source: id, target: edge.target, port };
}

/** Nodes that an end of an edge could be led to. */
export function endsFor(graph: Graph, at: number, stays: End): ReadonlySet<string> {
  const edge = graph.edges[at];
  if (!edge) return new Set();
  const ways = (id: string) => (stays === "source" ? [undefined] : exitsFrom(graph, id));
  const fits = (id: string) =>
    ways(id).some((port) => whyNot(graph, ledTo(edge, stays, id, port), at) === null);
  return new Set(Object.keys(graph.nodes).filter(fits));
}
