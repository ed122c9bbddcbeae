import type { Graph, Problem } from "#server/engine/graph/graph";
import { nodeIn } from "#server/engine/graph/node-in";
import { freePort } from "./connect";
import { edgeIndex, refAt } from "./edges";
import { type Fix, fix } from "./fix";
import { fixAgent, type KnownAgents } from "./fixes-agents";
import { fixRevision } from "./fixes-calls";
import { fixCircle, fixEntry, fixSelfEdge, fixUnreached } from "./fixes-circles";
import { fixLimits, fixTimeout } from "./fixes-limits";
import { fixPort, fixType } from "./fixes-ports";
import { fixGuard } from "./fixes-recursion";
import { fixName, fixSecret, fixStrategy, removeField } from "./fixes-values";
import { type Owner, ownerOf } from "./problems";

/** Edges that cannot stand as they are. */
const LOOSE: readonly string[] = ["G008", "G009", "G014"];

type Fixer = (graph: Graph, problem: Problem, known: KnownAgents) => readonly Fix[];

const NOBODY: KnownAgents = { agents: [], breakers: [] };

/** Ways to mend what stands anywhere. */
const FIXERS: Readonly<Record<string, Fixer>> = {
  A003: fixAgent,
  A004: fixAgent,
  A005: fixAgent,
  C002: removeField,
  C006: fixStrategy,
  G001: fixEntry,
  G002: fixUnreached,
  G003: fixPort,
  G004: fixCircle,
  G010: fixSelfEdge,
  G025: removeField,
  G026: removeField,
  R001: fixGuard,
  R002: fixGuard,
  R005: fixLimits,
  R006: fixTimeout,
  R007: fixLimits,
  S003: fixSecret,
  V001: fixName,
  V002: fixType,
  V006: fixName,
  V007: fixName,
  W004: fixRevision,
};

/** Codes of problems whose ways out name agents. */
export const OF_AGENTS: readonly string[] = ["A003", "A004", "A005"];

/** The ways to mend a problem, the most likely first; none = somebody has to think about it. */
export function fixesFor(graph: Graph, problem: Problem, known = NOBODY): readonly Fix[] {
  const fixer = FIXERS[problem.code];
  if (fixer) return fixer(graph, problem, known);
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
  const node = nodeIn(graph, id);
  if (!node) return null;
  if (code === "G016")
    return fix("Wait for all edges", [{ op: "setNode", id, changes: [{ path: "/join" }] }]);
  if (code === "G023" && node.kind === "approval" && node.onTimeout !== undefined && node.dueMs === undefined)
    return fix("Never overdue", [
      { op: "setNode", id, changes: [{ path: "/onTimeout" }, { path: "/escalation" }] },
    ]);
  if (code === "L007") return fix("Remove the retry", [{ op: "setNode", id, changes: [{ path: "/retry" }] }]);
  return null;
}
