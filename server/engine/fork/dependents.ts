import type { CompiledGraph } from "../graph/compile.ts";
import { placedExpressions } from "../graph/expressions.ts";
import type { Graph } from "../graph/graph.ts";
import { Findings } from "../graph/problems.ts";
import type { NodeId } from "../ids.ts";

/** Everything that edges lead to from any of the seeds, other than by way of a result that stands. */
export function dependents(
  graph: CompiledGraph,
  seeds: Iterable<NodeId>,
  stands: (node: NodeId) => boolean,
): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const open = [...seeds];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { edge } of graph.nodes.get(id)?.outgoing ?? [])
      if (!found.has(edge.target) && !stands(edge.target)) {
        found.add(edge.target);
        open.push(edge.target);
      }
  return found;
}

/** A node that reads what is not as it was any more, and would not wait for it. */
export function unawaited(
  graph: CompiledGraph,
  changed: readonly NodeId[],
  stands: (node: NodeId) => boolean,
): { readonly node: NodeId; readonly reads: NodeId } | null {
  const readers = readersIn(graph.graph);
  for (const reads of changed) {
    const after = dependents(graph, [reads], stands);
    const behind = dependents(graph, [reads], () => false);
    for (const node of behind)
      if (!after.has(node) && !stands(node) && (readers.get(node)?.(reads) ?? false)) return { node, reads };
  }
  return null;
}

type Reads = (node: NodeId) => boolean;
const known = new WeakMap<Graph, ReadonlyMap<NodeId, Reads>>();

/** By node, which others its expressions read. One that takes them by a name it works out may read any. */
function readersIn(graph: Graph): ReadonlyMap<NodeId, Reads> {
  const cached = known.get(graph);
  if (cached) return cached;
  const names = new Map<NodeId, Set<NodeId | undefined>>();
  for (const { node, expression } of placedExpressions(graph, new Findings()))
    for (const { path } of expression.paths) {
      if (path[0] !== "nodes") continue;
      const read = names.get(node) ?? new Set();
      names.set(node, read.add(path[1] === undefined ? undefined : String(path[1])));
    }
  const readers = new Map(
    [...names].map(([node, read]) => [
      node,
      (other: NodeId) => (other !== node && read.has(other)) || read.has(undefined),
    ]),
  );
  known.set(graph, readers);
  return readers;
}
