import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { nodeIn } from "../graph/node-in.ts";
import type { OperationKind } from "./operation-kind.ts";
import { withStatedInput } from "./passed-input.ts";
import { edgeAt, isOfItems, missingNode, takenName, unclearEdge } from "./places.ts";
import { type Refusal, refusal } from "./refusals.ts";
import type { OperationOf } from "./schemas.ts";

type InsertApproval = OperationOf<"insertApproval">;

export const insertApproval: OperationKind<"insertApproval"> = {
  summary:
    "Lets people decide before a run goes on to a node, which gets the input that it got before. Denied, the run fails there.",
  check: (graph, operation) =>
    takenName(graph, operation.id) ?? misplaced(graph, operation) ?? changesInput(graph, operation),
  apply: (graph, operation) => {
    const { id, before, approval } = operation;
    const target = targetOf(graph, operation);
    const node = nodeIn(graph, target);
    const behind = node && withStatedInput(graph, target, node);
    if (!node || !behind) return graph;
    const through = edgesTo(graph, operation);
    const joins = before !== undefined && node.join !== undefined && !isOfItems(node);
    const asked = { title: `Go on to ${node.name ?? target}?`, ...approval };
    const mapping = through.map((i) => graph.edges[i]?.mapping).find((each) => each !== undefined);
    const last: GraphEdge = { source: id, target, port: "approved", ...(mapping ? { mapping } : {}) };
    return {
      ...graph,
      nodes: {
        ...graph.nodes,
        [target]: joins ? withoutJoin(behind) : behind,
        [id]: { kind: "approval", ...asked, ...(joins ? { join: node.join } : {}) } as GraphNode,
      },
      edges: [...graph.edges.map((edge, i) => (through.includes(i) ? led(edge, id) : edge)), last],
    };
  },
};

function led({ mapping: _mapping, ...edge }: GraphEdge, target: string): GraphEdge {
  return { ...edge, target };
}

function withoutJoin({ join: _join, ...rest }: GraphNode): GraphNode {
  return rest as GraphNode;
}

function misplaced(graph: Graph, { before, edge }: InsertApproval): Refusal | null {
  if ((before === undefined) === (edge === undefined))
    return refusal("M000", "", `name either "before", a node, or "edge"`);
  return edge ? unclearEdge(graph, edge) : missingNode(graph, before ?? "");
}

function targetOf(graph: Graph, { before, edge }: InsertApproval): string {
  return before ?? (edge ? (graph.edges[edgeAt(graph, edge)]?.target ?? "") : "");
}

/** Places of the edges that will lead to the approval. */
function edgesTo(graph: Graph, { before, edge }: InsertApproval): readonly number[] {
  if (edge) return [edgeAt(graph, edge)];
  return graph.edges.flatMap(({ target }, i) => (target === before ? [i] : []));
}

function changesInput(graph: Graph, operation: InsertApproval): Refusal | null {
  const target = targetOf(graph, operation);
  const through = edgesTo(graph, operation);
  const mapped = through.find((i) => graph.edges[i]?.mapping);
  if (mapped !== undefined && through.length > 1) {
    const fix = `insert the approval on one edge, or move the mapping into the input of ${target}`;
    return refusal(
      "M010",
      ["edges", mapped, "mapping"],
      `several edges lead to ${target}, and this one maps; ${fix}`,
    );
  }
  const node = nodeIn(graph, target);
  if (!node || withStatedInput(graph, target, node)) return null;
  const fix = "let it state what it works on first, or put the approval further up";
  return refusal("M010", ["nodes", target], `${target} works on what its edges pass on; ${fix}`);
}
