import type { Graph, GraphNode, Problem } from "#server/engine/graph/graph";
import type { Operation } from "#server/engine/modification/schemas";
import { refAt } from "./edges";
import { type Fix, fix } from "./fix";
import { freshName } from "./names";

/** Holds as long as the tree may go deeper. */
const DEEPER = "tree.remaining.depth > 0";

/** Lets a run do without the call that each of them makes, once the tree may not go deeper. */
export function fixGuard(graph: Graph, { path }: Problem): readonly Fix[] {
  const id = path.split("/")[2] ?? "";
  if (!Object.hasOwn(graph.nodes, id)) return [];
  const into = graph.edges.flatMap(({ target }, at) => (target === id ? [at] : []));
  if (into.length > 0) {
    const operations = into.flatMap((at): Operation[] => {
      const edge = graph.edges[at]?.when === undefined ? refAt(graph, at) : null;
      return edge ? [{ op: "setEdge", edge, changes: [{ path: "/when", value: DEEPER }] }] : [];
    });
    return [fix("Go on only while the tree may go deeper", operations)];
  }
  const decision = freshName("deeper", new Set(Object.keys(graph.nodes)));
  const end = freshName("deepest", new Set(Object.keys(graph.nodes)));
  const node = { kind: "decision", cases: [{ port: "yes", when: DEEPER }], default: "no" } as GraphNode;
  return [
    fix("Decide whether the tree may go deeper", [
      { op: "addNode", id: decision, node },
      { op: "addNode", id: end, node: { kind: "transform", output: "= input" } as GraphNode },
      { op: "addEdge", edge: { source: decision, target: id, port: "yes" } },
      { op: "addEdge", edge: { source: decision, target: end, port: "no" } },
    ]),
  ];
}
