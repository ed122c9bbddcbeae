import type { NodeId } from "../ids.ts";

type Arrow = { readonly source: NodeId; readonly target: NodeId };

/** Nodes in an order in which every arrow points forwards, and those that no such order can place. */
export function topologicalOrder(
  ids: readonly NodeId[],
  edges: readonly Arrow[],
): { readonly order: readonly NodeId[]; readonly rest: readonly NodeId[] } {
  const open = new Map(ids.map((id) => [id, 0]));
  for (const { target } of edges) if (open.has(target)) open.set(target, (open.get(target) ?? 0) + 1);
  const targets = successors(edges);
  const order = ids.filter((id) => open.get(id) === 0);
  for (const id of order) {
    for (const target of targets.get(id) ?? []) {
      const left = (open.get(target) ?? 0) - 1;
      open.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  const placed = new Set(order);
  return { order, rest: ids.filter((id) => !placed.has(id)) };
}

function successors(edges: readonly Arrow[]): ReadonlyMap<NodeId, readonly NodeId[]> {
  return new Map(
    [...groupBy(edges, ({ source }) => source)].map(([id, list]) => [id, list.map(({ target }) => target)]),
  );
}

/** One cycle among nodes that no topological order could place, first node repeated at the end. */
export function findCycle(rest: readonly NodeId[], edges: readonly Arrow[]): readonly NodeId[] {
  const inside = new Set(rest);
  const targets = successors(edges.filter(({ source, target }) => inside.has(source) && inside.has(target)));
  // Every node left over has a predecessor that is left over too: walking back must meet a node again.
  const back = successors(
    [...targets].flatMap(([source, list]) => list.map((target) => ({ source: target, target: source }))),
  );
  const seen = new Map<NodeId, number>();
  const walk: NodeId[] = [];
  let id = rest[0];
  while (id !== undefined && !seen.has(id)) {
    seen.set(id, walk.length);
    walk.push(id);
    id = back.get(id)?.[0];
  }
  if (id === undefined) return [];
  const cycle = walk.slice(seen.get(id)).reverse();
  return [cycle[cycle.length - 1] as NodeId, ...cycle];
}

/** Nodes that can be reached from `from`, itself included. */
export function reachable(from: readonly NodeId[], edges: readonly Arrow[]): ReadonlySet<NodeId> {
  const targets = successors(edges);
  const found = new Set<NodeId>(from);
  for (const id of found) for (const target of targets.get(id) ?? []) found.add(target);
  return found;
}

/** Whether a path of edges leads from one node to another. */
export type Leads = (from: NodeId, to: NodeId) => boolean;

/** One bit per pair of nodes, so the largest graph needs 3 MB. Nodes on a cycle count as led to by every node. */
export function reachability(ids: readonly NodeId[], edges: readonly Arrow[]): Leads {
  const { order } = topologicalOrder(ids, edges);
  const place = new Map(order.map((id, i) => [id, i]));
  const sources = groupBy(edges, ({ target }) => target);
  const rows = order.map(() => new Uint32Array(Math.ceil(order.length / 32)));
  for (const [i, id] of order.entries()) {
    for (const { source } of sources.get(id) ?? []) include(rows, i, place.get(source));
  }
  return (from, to) => {
    const row = rows[place.get(to) ?? -1];
    const bit = place.get(from);
    return row === undefined || bit === undefined || ((row[bit >> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  };
}

function include(rows: readonly Uint32Array[], target: number, source: number | undefined): void {
  const [into, from] = [rows[target], rows[source ?? -1]];
  if (!into || !from || source === undefined) return;
  for (let i = 0; i < from.length; i++) into[i] = (into[i] ?? 0) | (from[i] ?? 0);
  into[source >> 5] = (into[source >> 5] ?? 0) | (1 << (source & 31));
}

export function groupBy<T>(
  list: readonly T[],
  keyOf: (entry: T) => NodeId,
): ReadonlyMap<NodeId, readonly T[]> {
  const groups = new Map<NodeId, T[]>();
  for (const entry of list) {
    const group = groups.get(keyOf(entry));
    if (group) group.push(entry);
    else groups.set(keyOf(entry), [entry]);
  }
  return groups;
}
