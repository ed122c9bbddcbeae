import type { Graph, GraphNode, MapBody } from "#server/engine/graph/graph";
import { escapePointer } from "../json-guard.ts";

type Body = GraphNode | MapBody;
/** A node or a map's body, with its place in the graph as a JSON Pointer. */
type Placed = { readonly body: Body; readonly path: string };

/** Every node of a validated graph, bodies of maps and inline graphs included. */
function* placedBodies(graph: Graph, base = ""): Generator<Placed> {
  for (const [id, node] of Object.entries(graph.nodes)) {
    const path = `${base}/nodes/${escapePointer(id)}`;
    yield* withInline({ body: node, path });
    if (node.kind === "map") yield* withInline({ body: node.body, path: `${path}/body` });
  }
}

function* withInline(placed: Placed): Generator<Placed> {
  yield placed;
  const { body, path } = placed;
  if (body.kind === "subworkflow" && body.graph !== undefined) {
    yield* placedBodies(body.graph as Graph, `${path}/graph`);
  }
}

export type NamedTask = { readonly task: string; readonly path: string };

/** Tasks that a graph names, each with its place. */
export function namedTasks(graph: Graph): readonly NamedTask[] {
  return [...placedBodies(graph)].flatMap(({ body, path }) =>
    body.kind === "task" ? [{ task: body.task, path: `${path}/task` }] : [],
  );
}

/** Whether a run of the graph can start another one of the same workflow, directly. */
export function recursionOf(graph: Graph): "none" | "self" {
  const names = new Set(["self", graph.slug]);
  const calls = [...placedBodies(graph)].some(
    ({ body }) => body.kind === "subworkflow" && body.workflow !== undefined && names.has(body.workflow),
  );
  return calls ? "self" : "none";
}
