import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { Findings } from "../graph/problems.ts";
import { parseShape } from "../graph/shape.ts";
import { type Refusal, refusal } from "./refusals.ts";

/** The first thing that is misshapen in what an operation has changed. What it has not changed is not looked at again. */
export function misshapen(before: Graph, after: Graph): Refusal | null {
  const findings = new Findings();
  const { edges, places } = changedEdges(before, after);
  parseShape({ ...after, nodes: changedNodes(before, after), edges }, findings);
  const [first] = findings.list;
  if (!first) return null;
  const path = first.path.replace(/^\/edges\/(\d+)/, (_, i) => `/edges/${places[Number(i)] ?? i}`);
  return refusal("M006", path, `${path || "the graph"}: ${first.message}`);
}

function changedNodes(before: Graph, after: Graph): Readonly<Record<string, GraphNode>> {
  if (before.nodes === after.nodes) return {};
  return Object.fromEntries(
    Object.entries(after.nodes).filter(
      ([id, node]) => !Object.hasOwn(before.nodes, id) || before.nodes[id] !== node,
    ),
  );
}

function changedEdges(
  before: Graph,
  after: Graph,
): { edges: readonly GraphEdge[]; places: readonly number[] } {
  if (before.edges === after.edges) return { edges: [], places: [] };
  const known = new Set(before.edges);
  const places = after.edges.flatMap((edge, i) => (known.has(edge) ? [] : [i]));
  return { edges: places.flatMap((i) => after.edges[i] ?? []), places };
}
