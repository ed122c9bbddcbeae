import type { Graph, Problem } from "#server/engine/graph/graph";
import { findCycle } from "#server/engine/graph/topology";
import { deepestFitting } from "#server/engine/graph/worst-case";
import { freePort } from "./connect";
import { edgeIndex, refAt } from "./edges";
import { type Fix, fix } from "./fix";
import { fixPort, fixType } from "./fixes-ports";
import { fixGuard } from "./fixes-recursion";
import { fixName, fixSecret, fixStrategy, removeField } from "./fixes-values";
import { type Owner, ownerOf } from "./problems";

/** Edges that cannot stand as they are. */
const LOOSE: readonly string[] = ["G008", "G009", "G010", "G014"];

type Fixer = (graph: Graph, problem: Problem) => readonly Fix[];

/** Ways to mend what stands anywhere. */
const FIXERS: Readonly<Record<string, Fixer>> = {
  C002: removeField,
  C006: fixStrategy,
  G003: fixPort,
  G004: fixCircle,
  G025: removeField,
  R001: fixGuard,
  R005: fixDepth,
  S003: fixSecret,
  V001: fixName,
  V002: fixType,
  V006: fixName,
  V007: fixName,
};

/** The ways to mend a problem, the most likely first; none = somebody has to think about it. */
export function fixesFor(graph: Graph, problem: Problem): readonly Fix[] {
  const fixer = FIXERS[problem.code];
  if (fixer) return fixer(graph, problem);
  const owner = ownerOf(graph, problem);
  const one =
    owner.of === "edge"
      ? fixEdge(graph, problem.code, owner)
      : owner.of === "node"
        ? fixNode(graph, problem.code, owner)
        : null;
  return one ? [one] : [];
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

/** The edge that closes the circle goes. */
function fixCircle(graph: Graph): readonly Fix[] {
  const edges = graph.edges.filter(({ source, target }) => source !== target);
  const cycle = findCycle(Object.keys(graph.nodes), edges);
  return cycle
    .slice(1)
    .flatMap((target, at) => {
      const index = graph.edges.findIndex((edge) => edge.source === cycle[at] && edge.target === target);
      const edge = refAt(graph, index);
      return edge ? [fix(`Remove ${edge.source} → ${edge.target}`, [{ op: "removeEdge", edge }])] : [];
    })
    .toReversed();
}

function fixDepth(graph: Graph): readonly Fix[] {
  const maxDepth = deepestFitting(graph);
  if (maxDepth < 1) return [];
  return [fix(`Lower maxDepth to ${maxDepth}`, [{ op: "setLimits", set: { maxDepth } }])];
}
