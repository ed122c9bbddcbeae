import type { Graph } from "../graph/graph.ts";
import { nodeIn } from "../graph/node-in.ts";
import type { Json } from "../values/json.ts";
import { changesBetween } from "./compare.ts";
import { nodeBetween } from "./diff.ts";
import { refOf } from "./diff-edges.ts";
import { type EdgeRef, edgeAt, edgesLike } from "./places.ts";
import type { Operation } from "./schemas.ts";

/** What leads back where one node has changed and nothing else. */
export function nodeBack(graph: Graph, { id }: { readonly id: string }, after: Graph): readonly Operation[] {
  const [before, now] = [nodeIn(graph, id), nodeIn(after, id)];
  return before && now ? nodeBetween(id, now, before) : [];
}

/** The same for one edge that kept its ends. */
export function edgeBack(
  graph: Graph,
  { edge }: { readonly edge: EdgeRef },
  after: Graph,
): readonly Operation[] {
  const at = edgeAt(graph, edge);
  const changes = changesBetween(
    (after.edges[at] ?? null) as unknown as Json,
    (graph.edges[at] ?? null) as unknown as Json,
  );
  return changes.length === 0 ? [] : [{ op: "setEdge", edge, changes }];
}

/** What takes away the edge at a place. */
export function withoutEdge(graph: Graph, at: number): readonly Operation[] {
  const edge = graph.edges[at];
  if (!edge) return [];
  const same = edgesLike(graph.edges, edge).length;
  return [{ op: "removeEdge", edge: refOf(edge, same > 1 ? at : undefined) }];
}

/** What puts edges back to where they were, into a graph without them. */
export function edgesAgain(graph: Graph, places: readonly number[]): readonly Operation[] {
  const left = new Set(places);
  return places.flatMap((at): Operation[] => {
    const edge = graph.edges[at];
    if (!edge) return [];
    left.delete(at);
    const again = edgesLike(graph.edges, edge).some((i) => i !== at && !left.has(i));
    return [{ op: "addEdge", edge, at, ...(again ? { again: true as const } : {}) }];
  });
}
