import type { GraphEdge } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import { longestRise } from "./arrange.ts";
import { changesBetween } from "./compare.ts";
import type { EdgeRef } from "./places.ts";
import type { Operation } from "./schemas.ts";

type Steps = { readonly remove: readonly Operation[]; readonly add: readonly Operation[] };

/** What leads from one list of edges to the other, order included. Between `remove` and `add`, nodes may come. */
export function diffEdges(a: readonly GraphEdge[], b: readonly GraphEdge[]): Steps {
  if (a === b) return { remove: [], add: [] };
  const places = new Map(keysOf(b).map((key, i) => [key, i]));
  const targets = keysOf(a).map((key) => places.get(key) ?? -1);
  const staying = longestRise(targets.filter((place) => place >= 0));
  return { remove: removals(a, targets, staying), add: additions(a, targets, staying, b) };
}

/** From the last to the first, so that places before stay what they are. */
function removals(
  a: readonly GraphEdge[],
  targets: readonly number[],
  staying: ReadonlySet<number>,
): readonly Operation[] {
  const count = countOf(a);
  const gone = [...a.entries()].filter(([i]) => !staying.has(targets[i] ?? -1)).toReversed();
  return gone.map(([at, edge]) => {
    const others = count.get(keyOf(edge)) ?? 1;
    count.set(keyOf(edge), others - 1);
    return { op: "removeEdge", edge: refOf(edge, others > 1 ? at : undefined) };
  });
}

function additions(
  a: readonly GraphEdge[],
  targets: readonly number[],
  staying: ReadonlySet<number>,
  b: readonly GraphEdge[],
): readonly Operation[] {
  const kept = new Map(
    a.map((edge, i) => [targets[i] ?? -1, edge]).filter(([place]) => staying.has(place as number)) as [
      number,
      GraphEdge,
    ][],
  );
  const standing = countOf([...kept.values()]);
  const total = countOf(b);
  let length = kept.size;
  const added = b.flatMap((edge, i): Operation[] => {
    if (kept.has(i)) return [];
    const known = standing.get(keyOf(edge)) ?? 0;
    standing.set(keyOf(edge), known + 1);
    const at = i === length++ ? {} : { at: i };
    return [{ op: "addEdge", edge, ...at, ...(known > 0 ? { again: true as const } : {}) }];
  });
  const changed = b.flatMap((edge, i): Operation[] => {
    const before = kept.get(i);
    const changes = before ? changesBetween(before as unknown as Json, edge as unknown as Json) : [];
    if (changes.length === 0) return [];
    return [{ op: "setEdge", edge: refOf(edge, (total.get(keyOf(edge)) ?? 1) > 1 ? i : undefined), changes }];
  });
  return [...added, ...changed];
}

/** Names an edge, with its place where that is needed. */
export function refOf({ source, target, port }: GraphEdge, at: number | undefined): EdgeRef {
  return { source, target, ...(port === undefined ? {} : { port }), ...(at === undefined ? {} : { at }) };
}

function keyOf({ source, target, port }: GraphEdge): string {
  // Names have no spaces.
  return `${source} ${target} ${port ?? ""}`;
}

/** The same edge twice has two keys. */
function keysOf(edges: readonly GraphEdge[]): readonly string[] {
  const seen = new Map<string, number>();
  return edges.map((edge) => {
    const key = keyOf(edge);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return `${key}#${nth}`;
  });
}

function countOf(edges: readonly GraphEdge[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const edge of edges) count.set(keyOf(edge), (count.get(keyOf(edge)) ?? 0) + 1);
  return count;
}
