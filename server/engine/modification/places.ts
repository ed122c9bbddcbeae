import * as z from "zod";
import { nodeId } from "../graph/fields.ts";
import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { suggest } from "../graph/nearest.ts";
import { type Refusal, refusal } from "./refusals.ts";

/** Where in a list something is put in; at the end without it. */
export const place = z.number().int().min(0).max(20_000).optional();

/** Names an edge by its ends and its port. `at`, its place in `edges`, is needed only where the same edge stands twice. */
export const edgeRef = z.strictObject({
  source: nodeId,
  target: nodeId,
  port: nodeId.optional(),
  at: place,
});
export type EdgeRef = z.infer<typeof edgeRef>;

export function missingNode(
  graph: Graph,
  id: string,
  path: readonly (string | number)[] = ["nodes", id],
): Refusal | null {
  if (Object.hasOwn(graph.nodes, id)) return null;
  return refusal("M001", path, `there is no node "${id}"; ${suggest(id, Object.keys(graph.nodes))}`);
}

export function takenName(graph: Graph, id: string): Refusal | null {
  if (!Object.hasOwn(graph.nodes, id)) return null;
  return refusal("M002", ["nodes", id], `there is a node "${id}" already; choose another name`);
}

export function isSameEdge(a: Omit<EdgeRef, "at">, b: Omit<EdgeRef, "at">): boolean {
  return a.source === b.source && a.target === b.target && a.port === b.port;
}

/** Places of the edges that fit. */
export function edgesLike(edges: readonly GraphEdge[], ref: Omit<EdgeRef, "at">): readonly number[] {
  return edges.flatMap((edge, i) => (isSameEdge(edge, ref) ? [i] : []));
}

/** Place of the edge that is meant, or −1. */
export function edgeAt(graph: Graph, ref: EdgeRef): number {
  const fitting = edgesLike(graph.edges, ref);
  if (ref.at !== undefined) return fitting.includes(ref.at) ? ref.at : -1;
  return fitting.length === 1 ? (fitting[0] ?? -1) : -1;
}

export function unclearEdge(graph: Graph, ref: EdgeRef): Refusal | null {
  if (edgeAt(graph, ref) >= 0) return null;
  const fitting = edgesLike(graph.edges, ref);
  if (fitting.length === 0)
    return refusal("M003", ["edges"], `there is no edge ${drawn(ref)}; ${nearEdges(graph, ref)}`);
  const stands = `${drawn(ref)} stands at ${fitting.map((i) => `/edges/${i}`).join(" and ")}`;
  const fix = `say which with "at": ${fitting.join(" or ")}`;
  return refusal(ref.at === undefined ? "M005" : "M003", ["edges", fitting[0] ?? 0], `${stands}; ${fix}`);
}

export function drawn({ source, target, port }: Omit<EdgeRef, "at">): string {
  return `${source}${port === undefined ? "" : `.${port}`} → ${target}`;
}

function nearEdges({ edges }: Graph, ref: EdgeRef): string {
  const near = edges.filter(({ source, target }) => source === ref.source || target === ref.target);
  const shown = (near.length > 0 ? near : edges).slice(0, 8).map(drawn);
  return shown.length === 0 ? "the graph has no edges" : `there are: ${shown.join(", ")}`;
}

/** A node of a kind that repeats or asks for something: its body is work of its own, unlike that of a request. */
type Repeating = Extract<GraphNode, { kind: "map" | "loop" | "plan" }>;

export function isRepeating(node: GraphNode): node is Repeating {
  return node.kind === "map" || node.kind === "loop" || node.kind === "plan";
}

/** The graph with another node in the place of one. */
export function withNode(graph: Graph, id: string, node: GraphNode): Graph {
  return { ...graph, nodes: { ...graph.nodes, [id]: node } };
}

export function withEdge(graph: Graph, at: number, edge: GraphEdge): Graph {
  return { ...graph, edges: graph.edges.toSpliced(at, 1, edge) };
}

/** Whether the join of a node is about its items and not about its incoming edges. */
export function isOfItems({ kind }: GraphNode): boolean {
  return kind === "map" || kind === "plan";
}
