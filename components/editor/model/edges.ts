import type { Graph, GraphEdge } from "#server/engine/graph/graph";
import { type EdgeRef, edgesLike } from "#server/engine/modification/places";

/** Name of each edge on the canvas, in their order. It stays while the ends and the port do. */
export function edgeKeys(edges: readonly GraphEdge[]): readonly string[] {
  const seen = new Map<string, number>();
  return edges.map(({ source, target, port }) => {
    const key = `${source}.${port ?? ""}>${target}`;
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    return times === 0 ? key : `${key}#${times}`;
  });
}

/** An edge as it is called where it is not seen: its ends, the port that it leaves by, and when it is taken. */
export function edgeWords({ nodes }: Graph, { source, target, port, when }: GraphEdge): string {
  const nameOf = (id: string) => (Object.hasOwn(nodes, id) ? nodes[id]?.name : undefined) ?? id;
  const by = port === undefined ? "" : ` (${port})`;
  const only = when === undefined ? "" : ` when ${when.replace(/^=\s*/, "")}`;
  return `Edge from ${nameOf(source)}${by} to ${nameOf(target)}${only}`;
}

/** What stands on an edge: when it is taken, and what it hands on. */
export function saidOn({ when, mapping }: GraphEdge): string {
  const names = mapping ? `→ ${Object.keys(mapping).join(", ")}` : "";
  return [when === undefined ? "" : when.replace(/^=\s*/, ""), names].filter(Boolean).join(" ");
}

/** Pixels that what stands on an edge takes: at most, free at its ends, around it, and of one letter. */
export const SAID = { widest: 144, clear: 24, pad: 10, letter: 6.7 } as const;

/** How far its ends stand apart at the least for what stands on it to be read; 0 = nothing does. */
export function roomFor(edge: GraphEdge): number {
  const letters = saidOn(edge).length;
  return letters === 0 ? 0 : Math.ceil(Math.min(SAID.widest, letters * SAID.letter + SAID.pad)) + SAID.clear;
}

export function edgeIndex(graph: Graph, key: string): number {
  return edgeKeys(graph.edges).indexOf(key);
}

/** How operations name the edge at a place. */
export function refAt(graph: Graph, at: number): EdgeRef | null {
  const edge = graph.edges[at];
  if (!edge) return null;
  const { source, target, port } = edge;
  const twice = edgesLike(graph.edges, edge).length > 1;
  return { source, target, ...(port === undefined ? {} : { port }), ...(twice ? { at } : {}) };
}
