import type { Graph } from "../graph/graph.ts";
import { fingerprint } from "../hash.ts";
import type { Json } from "../values/json.ts";
import { renamed } from "./renaming.ts";
import type { Operation } from "./schemas.ts";

type Renames = { readonly graph: Graph; readonly operations: readonly Operation[] };

/** Nodes of `a` that stand in `b` under another name: the only one that went, and the only one that came, of its content. */
export function renamesBetween(a: Graph, b: Graph): Renames {
  const gone = contentsOf(a, b);
  const come = gone.size === 0 ? new Map<string, string[]>() : contentsOf(b, a);
  let graph = a;
  const operations: Operation[] = [];
  for (const [content, [id, ...others]] of gone) {
    const [to, ...more] = come.get(content) ?? [];
    if (id === undefined || to === undefined || others.length + more.length > 0) continue;
    const next = renamed(graph, id, to);
    if (next.stuck.length > 0) continue;
    graph = next.graph;
    operations.push({ op: "renameNode", id, to });
  }
  return { graph, operations };
}

/** Names of the nodes of one graph that the other has not, by what they are. */
function contentsOf(graph: Graph, other: Graph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  if (graph.nodes === other.nodes) return found;
  for (const [id, node] of Object.entries(graph.nodes)) {
    if (Object.hasOwn(other.nodes, id)) continue;
    const content = fingerprint(node as Json);
    found.set(content, [...(found.get(content) ?? []), id]);
  }
  return found;
}
