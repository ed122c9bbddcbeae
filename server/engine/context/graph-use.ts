import { placedExpressions } from "../graph/expressions.ts";
import type { Graph, GraphNode, NodeBody } from "../graph/graph.ts";
import { Findings } from "../graph/problems.ts";
import { everyNode } from "../graph/walk.ts";

type Use = { readonly uses: boolean; readonly reads: ReadonlySet<string> };
const uses = new WeakMap<Graph, Use>();

/** Whether a graph says anything about a context. A tree whose graphs do not pays nothing for it. */
export function usesContext(graph: Graph): boolean {
  return factsAbout(graph).uses;
}

/** Keys of the context that the expressions of a graph read. */
export function keysReadBy(graph: Graph): ReadonlySet<string> {
  return factsAbout(graph).reads;
}

function factsAbout(graph: Graph): Use {
  const known = uses.get(graph);
  if (known) return known;
  const reads = readsOf(graph);
  const mentions =
    graph.context !== undefined || [...everyNode(graph)].some(({ node }) => mentionsContext(node));
  const use = { uses: mentions || reads.size > 0, reads };
  uses.set(graph, use);
  return use;
}

function mentionsContext(node: GraphNode | NodeBody): boolean {
  if ("contextUpdates" in node && node.contextUpdates) return true;
  return node.kind === "subworkflow" && node.context !== undefined;
}

function readsOf(graph: Graph): ReadonlySet<string> {
  const reads = new Set<string>();
  for (const { expression } of placedExpressions(graph, new Findings())) {
    for (const { path } of expression.paths) {
      const [root, key] = path;
      if ((root === "context" || root === "original") && typeof key === "string") reads.add(key);
    }
  }
  return reads;
}
