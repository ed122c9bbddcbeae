import type { GraphEdge } from "../graph/graph.ts";
import type { NodeId } from "../ids.ts";
import type { Deciding } from "../run/deciding.ts";
import type { RunState } from "../run/state.ts";
import { definitionOf, nodeOf } from "../run/tree.ts";
import type { Blob, Json, Stored } from "../values/json.ts";
import { type Evaluated, templateIn } from "./evaluate.ts";
import { scopeOf } from "./scope.ts";

/**
 * Input of a node: its template, else the output of its only completed source, else the run's input; then the
 * mappings of its incoming edges whose source completed, merged over it in edge order.
 */
export function inputOf(
  deciding: Deciding,
  run: RunState,
  id: NodeId,
  template: Json | undefined,
): Evaluated {
  const edges = completedInto(deciding, run, id);
  if (template === undefined && !edges.some(({ mapping }) => mapping))
    return { kind: "value", stored: passedOn(run, edges), blobs: [] };
  const scope = scopeOf(deciding.tree, run);
  let input: Stored;
  const blobs: Blob[] = [];
  if (template === undefined) input = passedOn(run, edges);
  else {
    const own = templateIn(deciding, template, scope, `node ${id}, input`);
    if (own.kind !== "value") return own;
    input = own.stored;
    blobs.push(...own.blobs);
  }
  for (const edge of edges) {
    if (!edge.mapping) continue;
    const mapped = templateIn(
      deciding,
      edge.mapping as Json,
      scope,
      `edge ${edge.source} → ${edge.target}, mapping`,
    );
    if (mapped.kind !== "value") return mapped;
    input = { ...asObject(input), ...asObject(mapped.stored) };
    blobs.push(...mapped.blobs);
  }
  return { kind: "value", stored: input, blobs };
}

/** Incoming edges whose source is completed, in their order. */
function completedInto({ tree }: Deciding, run: RunState, id: NodeId): readonly GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (const { edge } of definitionOf(tree, run, id).incoming)
    if (nodeOf(run, edge.source)?.status === "completed") edges.push(edge);
  return edges;
}

function passedOn(run: RunState, edges: readonly GraphEdge[]): Stored {
  const [first] = edges;
  if (!first || edges.some(({ source }) => source !== first.source)) return run.input;
  return nodeOf(run, first.source)?.output ?? null;
}

function asObject(value: Stored): { readonly [key: string]: Stored } {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as { [key: string]: Stored })
    : {};
}
