import type { Graph, Problem } from "#server/engine/graph/graph";
import { freePort } from "./connect";
import { edgeIndex, refAt } from "./edges";
import type { Edit } from "./history";
import { type Owner, ownerOf } from "./problems";

/** One way to mend a problem, where there is one that nobody has to think about. */
export type Fix = { readonly verb: string; readonly edit: Edit };

/** Edges that cannot stand as they are. */
const LOOSE: readonly string[] = ["G008", "G009", "G010", "G014"];

export function fixFor(graph: Graph, problem: Problem): Fix | null {
  const owner = ownerOf(graph, problem);
  if (owner.of === "edge") return fixEdge(graph, problem.code, owner);
  return owner.of === "node" ? fixNode(graph, problem.code, owner) : null;
}

function fixEdge(graph: Graph, code: string, { key }: Extract<Owner, { of: "edge" }>): Fix | null {
  const at = edgeIndex(graph, key);
  const edge = refAt(graph, at);
  if (!edge) return null;
  if (LOOSE.includes(code)) return fix("Remove the edge", [{ op: "removeEdge", edge }]);
  if (code === "G011") {
    const { port: _, ...rest } = graph.edges[at] ?? edge;
    return fix("Take the port away", [
      { op: "removeEdge", edge },
      { op: "addEdge", edge: rest, at },
    ]);
  }
  const port = code === "G012" ? freePort(graph, edge.source) : undefined;
  return port === undefined ? null : fix(`Leave by “${port}”`, [{ op: "rewireEdge", edge, to: { port } }]);
}

function fixNode(graph: Graph, code: string, { id }: Extract<Owner, { of: "node" }>): Fix | null {
  const node = graph.nodes[id];
  if (!node) return null;
  if (code === "G002") return fix("Remove the node", [{ op: "removeNode", id }]);
  if (code === "G016")
    return fix("Wait for all edges", [{ op: "setNode", id, changes: [{ path: "/join" }] }]);
  if (code === "G023" && node.kind === "approval" && node.onTimeout !== undefined && node.dueMs === undefined)
    return fix("Never overdue", [
      { op: "setNode", id, changes: [{ path: "/onTimeout" }, { path: "/escalation" }] },
    ]);
  if (code === "L007") return fix("Remove the retry", [{ op: "setNode", id, changes: [{ path: "/retry" }] }]);
  return null;
}

function fix(verb: string, operations: Edit["operations"]): Fix {
  return { verb, edit: { label: verb, operations } };
}
