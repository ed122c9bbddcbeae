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
  const map = new Map<NodeId, NodeId[]>();
  for (const { source, target } of edges) {
    const list = map.get(source);
    if (list) list.push(target);
    else map.set(source, [target]);
  }
  return map;
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

/** Nodes that lead to `id`, itself left out unless it is on a cycle. */
export function ancestors(id: NodeId, edges: readonly Arrow[]): ReadonlySet<NodeId> {
  const sources = successors(edges.map(({ source, target }) => ({ source: target, target: source })));
  const found = new Set<NodeId>(sources.get(id));
  for (const each of found) for (const source of sources.get(each) ?? []) found.add(source);
  return found;
}
