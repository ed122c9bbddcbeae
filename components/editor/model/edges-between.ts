import type { GraphEdge } from "#server/engine/graph/graph";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { edgeKeys } from "./edges";

/**
 * Keys that edges have in the next graph, by those that they had. One that is gone has none.
 * @param names Names of nodes, the new by the old.
 */
export function edgesBetween(
  before: readonly GraphEdge[],
  after: readonly GraphEdge[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const had = before.map((edge) => renamed(edge, names));
  const pairs = unchanged(had, after);
  const taken = new Set(pairs.values());
  const hadKeys = edgeKeys(had);
  const keys = edgeKeys(after);
  had.forEach((edge, at) => {
    if (pairs.has(at)) return;
    const to = [at, keys.indexOf(hadKeys[at] ?? "")].find(
      (place) => isLike(edge, after[place]) && !taken.has(place),
    );
    if (to === undefined) return;
    pairs.set(at, to);
    taken.add(to);
  });
  const oldKeys = edgeKeys(before);
  return new Map([...pairs].map(([from, to]) => [oldKeys[from] ?? "", keys[to] ?? ""]));
}

/** The very same ones, in their order. */
function unchanged(had: readonly GraphEdge[], after: readonly GraphEdge[]): Map<number, number> {
  const pairs = new Map<number, number>();
  let from = 0;
  had.forEach((edge, at) => {
    const to = after.findIndex((other, place) => place >= from && sameJson(edge as Json, other as Json));
    if (to < 0) return;
    pairs.set(at, to);
    from = to + 1;
  });
  return pairs;
}

/** An edge that is changed keeps one of its ends at least. */
function isLike(edge: GraphEdge, other: GraphEdge | undefined): boolean {
  return other !== undefined && (edge.source === other.source || edge.target === other.target);
}

function renamed(edge: GraphEdge, names: ReadonlyMap<string, string>): GraphEdge {
  const { source, target } = edge;
  return { ...edge, source: names.get(source) ?? source, target: names.get(target) ?? target };
}
