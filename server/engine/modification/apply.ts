import * as z from "zod";
import { GRAPH_CAPS, type Graph } from "../graph/graph.ts";
import { pointerOf } from "../values/index.ts";
import { applyOperation, invertOperation } from "./operations.ts";
import { type Refusal, refusal } from "./refusals.ts";
import { type Operation, operationSchema } from "./schemas.ts";

/** Most operations in one list: what leads back from removing all of the largest graph still is one. */
const MOST_OPERATIONS = GRAPH_CAPS.nodes + GRAPH_CAPS.edges;
export const operationsSchema = z.array(operationSchema).max(MOST_OPERATIONS);

/** The operation at `index` does not apply to the graph that those before it made. */
export type Refused = { readonly ok: false; readonly index: number; readonly refusal: Refusal };
export type Modified =
  | { readonly ok: true; readonly graph: Graph; readonly inverse: readonly Operation[] }
  | Refused;

/**
 * Applies operations in order, all or none. `inverse` leads from the result back to the graph, which is left as it is.
 * The result has the shape of a graph; whether it is valid is for `validateGraph` to say.
 */
export function applyOperations(graph: Graph, operations: readonly Operation[]): Modified {
  const steps: (readonly Operation[])[] = [];
  let at = graph;
  for (const [index, operation] of operations.entries()) {
    const applied = applyOperation(at, operation);
    if (!applied.ok) return { ok: false, index, refusal: applied.refusal };
    steps.push(invertOperation(at, operation, applied.graph));
    at = applied.graph;
  }
  return { ok: true, graph: at, inverse: steps.toReversed().flat() };
}

/** Reads a list that people, agents or registered actions wrote. */
export function readOperations(
  value: unknown,
): { readonly ok: true; readonly operations: readonly Operation[] } | Refused {
  const read = operationsSchema.safeParse(value);
  if (read.success) return { ok: true, operations: read.data };
  const [issue] = read.error.issues;
  const [index = 0, ...path] = (issue?.path ?? []) as readonly (string | number)[];
  const message = issue === undefined ? "this is no list of operations" : said(issue);
  return {
    ok: false,
    index: typeof index === "number" ? index : 0,
    refusal: refusal("M000", path, `${pointerOf(path) || "the operation"}: ${message}`),
  };
}

const NAMES = operationSchema.options.map((option) => option.shape.op.value);

function said(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union" && issue.path.at(-1) === "op")
    return `there is no such operation; there are: ${NAMES.join(", ")}`;
  const [first = "", ...rest] = issue.message;
  return `${first.toLowerCase()}${rest.join("")}`;
}
