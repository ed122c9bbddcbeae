import { sameJson } from "../modification/compare.ts";
import type { Json } from "../values/json.ts";
import type { Graph, GraphEdge } from "./graph.ts";

/** An edge as people name it: edges between the same nodes differ in their port. */
export type EdgeName = { readonly source: string; readonly target: string; readonly port: string | null };

/** An edge as it is in each of two graphs. */
export type EdgePair = { readonly before: GraphEdge | undefined; readonly after: GraphEdge | undefined };

/** How one graph differs from another, by name. */
export type GraphChanges = {
  readonly nodes: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
    /** Only their place in the drawing differs. */
    readonly moved: readonly string[];
  };
  readonly edges: {
    readonly added: readonly EdgeName[];
    readonly removed: readonly EdgeName[];
    readonly changed: readonly EdgeName[];
  };
  /** Fields of the graph itself, such as `limits`. */
  readonly fields: readonly string[];
};

/** What was done to `before` to get `after`; without `before`, everything is added. */
export function graphChanges(before: Graph | null, after: Graph): GraphChanges {
  return {
    nodes: nodeChanges(before?.nodes ?? {}, after.nodes),
    edges: edgeChanges(before?.edges ?? [], after.edges),
    fields: before ? changedFields(before, after) : [],
  };
}

function nodeChanges(before: Graph["nodes"], after: Graph["nodes"]): GraphChanges["nodes"] {
  const ids = Object.keys(after);
  const both = ids.filter((id) => Object.hasOwn(before, id));
  const differing = both.filter((id) => !same(before[id], after[id]));
  const isMoved = (id: string) => same(unplaced(before[id]), unplaced(after[id]));
  return {
    added: ids.filter((id) => !Object.hasOwn(before, id)),
    removed: Object.keys(before).filter((id) => !Object.hasOwn(after, id)),
    changed: differing.filter((id) => !isMoved(id)),
    moved: differing.filter(isMoved),
  };
}

function unplaced(node: Graph["nodes"][string] | undefined): object {
  const { position: _, ...rest } = node ?? {};
  return rest;
}

function edgeChanges(before: readonly GraphEdge[], after: readonly GraphEdge[]): GraphChanges["edges"] {
  const old = keyed(before);
  const now = keyed(after);
  const only = (edges: ReadonlyMap<string, GraphEdge>, holds: (key: string, edge: GraphEdge) => boolean) =>
    [...edges].filter(([key, edge]) => holds(key, edge)).map(([, edge]) => nameOf(edge));
  return {
    added: only(now, (key) => !old.has(key)),
    removed: only(old, (key) => !now.has(key)),
    changed: only(now, (key, edge) => old.has(key) && !same(old.get(key), edge)),
  };
}

function changedFields(before: Graph, after: Graph): string[] {
  const { nodes: _n, edges: _e, ...old } = before;
  const { nodes: _m, edges: _f, ...now } = after;
  const names = new Set([...Object.keys(old), ...Object.keys(now)]) as Set<keyof typeof old>;
  return [...names].filter((name) => !same(old[name], now[name]));
}

function nameOf({ source, target, port }: GraphEdge): EdgeName {
  return { source, target, port: port ?? null };
}

/** Edges of both graphs by name, those of `after` first. An edge without a side is not in that graph. */
export function edgePairs(before: readonly GraphEdge[], after: readonly GraphEdge[]): readonly EdgePair[] {
  const old = keyed(before);
  const now = keyed(after);
  const gone = [...old].filter(([key]) => !now.has(key));
  return [
    ...[...now].map(([key, edge]) => ({ before: old.get(key), after: edge })),
    ...gone.map(([, edge]) => ({ before: edge, after: undefined })),
  ];
}

/** By its name; the same edge a second time has another key. */
function keyed(edges: readonly GraphEdge[]): ReadonlyMap<string, GraphEdge> {
  const seen = new Map<string, number>();
  return new Map(
    edges.map((edge) => {
      const name = JSON.stringify(Object.values(nameOf(edge)));
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      return [`${name}${nth}`, edge];
    }),
  );
}

function same(one: unknown, other: unknown): boolean {
  return sameJson(one as Json, other as Json);
}
