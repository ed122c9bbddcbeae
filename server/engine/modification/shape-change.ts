import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { nodeIn } from "../graph/node-in.ts";
import { Findings } from "../graph/problems.ts";
import { parseShape } from "../graph/shape.ts";
import type { Touched } from "./operation-kind.ts";
import { type Refusal, refusal } from "./refusals.ts";

/** The first thing that is misshapen in what an operation has changed. What it has not changed is not looked at again. */
export function misshapen(before: Graph, after: Graph, touched?: Touched): Refusal | null {
  const findings = new Findings();
  const { nodes, edges, places } = touched ? named(after, touched) : changed(before, after);
  parseShape({ ...after, nodes, edges }, findings);
  const [first] = findings.list;
  if (!first) return null;
  const path = first.path.replace(/^\/edges\/(\d+)/, (_, i) => `/edges/${places[Number(i)] ?? i}`);
  return refusal("M006", path, `${path || "the graph"}: ${first.message}`);
}

type Changed = {
  readonly nodes: Readonly<Record<string, GraphNode>>;
  readonly edges: readonly GraphEdge[];
  /** Where the edges stand in the whole graph. */
  readonly places: readonly number[];
};

function named(after: Graph, { node, edgeAt }: Touched): Changed {
  const edge = edgeAt === undefined ? undefined : after.edges[edgeAt];
  const found = node === undefined ? undefined : nodeIn(after, node);
  return {
    nodes: node === undefined || !found ? {} : { [node]: found },
    edges: edge ? [edge] : [],
    places: edgeAt === undefined ? [] : [edgeAt],
  };
}

function changed(before: Graph, after: Graph): Changed {
  return { nodes: changedNodes(before, after), ...changedEdges(before, after) };
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
