import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { nodeIn } from "../graph/node-in.ts";
import { kindOf } from "../nodes/definitions.ts";
import type { OperationKind } from "./operation-kind.ts";
import { isOfItems, missingNode } from "./places.ts";
import { type Refusal, refusal } from "./refusals.ts";

export const skipNode: OperationKind<"skipNode"> = {
  summary: "Lets runs go on without doing a node: a transform with a stated output takes its place.",
  check: (graph, { id, port }) => {
    const node = nodeIn(graph, id);
    if (!node) return missingNode(graph, id);
    if (kindOf(node).last)
      return refusal(
        "M008",
        ["nodes", id],
        `${id} is of kind ${node.kind}: a run ends there; remove it, or rewire what leads to it`,
      );
    return portProblem(graph, id, node, port);
  },
  apply: (graph, { id, output = null, port }) => {
    const node = nodeIn(graph, id);
    if (!node) return graph;
    const { kind: _kind, ...rest } = node;
    const kept = Object.entries(rest).filter(
      ([field]) => KEPT.includes(field) && !(field === "join" && isOfItems(node)),
    );
    const skipped = { kind: "transform", ...Object.fromEntries(kept), output } as GraphNode;
    return {
      ...graph,
      nodes: { ...graph.nodes, [id]: skipped },
      edges: edgesWithout(graph.edges, id, port),
    };
  },
};

/** Fields that say where a node stands and not what it does. */
const KEPT: readonly string[] = ["name", "description", "join", "position", "outputSchema"];

function portProblem(graph: Graph, id: string, node: GraphNode, port: string | undefined): Refusal | null {
  const used = new Set(
    graph.edges.flatMap((edge) => (edge.source === id && edge.port !== undefined ? [edge.port] : [])),
  );
  const names = [...new Set([...(kindOf(node).ports?.(node).names ?? []), ...used])];
  if (port === undefined)
    return used.size === 0
      ? null
      : refusal(
          "M009",
          ["nodes", id],
          `edges leave ${id} by ports: say which one is taken with "port": ${names.join(", ")}`,
        );
  if (names.includes(port)) return null;
  const there = names.length === 0 ? "it has none" : `there are: ${names.join(", ")}`;
  return refusal("M009", ["nodes", id], `${id} has no port "${port}"; ${there}`);
}

function edgesWithout(edges: readonly GraphEdge[], id: string, port: string | undefined): GraphEdge[] {
  return edges.flatMap((edge) => {
    if (edge.source !== id || edge.port === undefined) return [edge];
    if (edge.port !== port) return [];
    const { port: _port, ...rest } = edge;
    return edges.some(
      (other) => other.source === id && other.target === edge.target && other.port === undefined,
    )
      ? []
      : [rest];
  });
}
