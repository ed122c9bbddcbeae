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
  const edges = definitionOf(deciding.tree, run, id)
    .incoming.map(({ edge }) => edge)
    .filter((edge) => isCompleted(run, edge));
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

function isCompleted(run: RunState, edge: GraphEdge): boolean {
  return nodeOf(run, edge.source)?.status === "completed";
}

function passedOn(run: RunState, edges: readonly GraphEdge[]): Stored {
  const sources = [...new Set(edges.map((edge) => edge.source))];
  const [only] = sources;
  if (sources.length !== 1 || only === undefined) return run.input;
  return nodeOf(run, only)?.output ?? null;
}

function asObject(value: Stored): { readonly [key: string]: Stored } {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as { [key: string]: Stored })
    : {};
}
