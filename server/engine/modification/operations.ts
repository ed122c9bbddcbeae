import * as z from "zod";
import type { Graph } from "../graph/graph.ts";
import { addEdge } from "./add-edge.ts";
import { addNode } from "./add-node.ts";
import { changeStrategy } from "./change-strategy.ts";
import { diffGraphs } from "./diff.ts";
import { insertApproval } from "./insert-approval.ts";
import type { OperationKind } from "./operation-kind.ts";
import type { Refusal } from "./refusals.ts";
import { removeEdge } from "./remove-edge.ts";
import { removeNode } from "./remove-node.ts";
import { renameNode } from "./rename-node.ts";
import { replaceNode } from "./replace-node.ts";
import { rewireEdge } from "./rewire-edge.ts";
import { scaleResources } from "./scale-resources.ts";
import { type Operation, operationSchema } from "./schemas.ts";
import { setEdge } from "./set-edge.ts";
import { setLimits } from "./set-limits.ts";
import { setMeta } from "./set-meta.ts";
import { setNode } from "./set-node.ts";
import { setPosition } from "./set-position.ts";
import { setWorkflow } from "./set-workflow.ts";
import { misshapen } from "./shape-change.ts";
import { skipNode } from "./skip-node.ts";

/**
 * Every operation on a graph. A new one is a format in `schemas.ts`, a file, and a line here; what only a running
 * tree knows, such as a changed variable or another revision, gets its line when trees are modified.
 */
const OPERATIONS: { readonly [Op in Operation["op"]]: OperationKind<Op> } = {
  addNode,
  removeNode,
  replaceNode,
  renameNode,
  setNode,
  setPosition,
  skipNode,
  insertApproval,
  addEdge,
  removeEdge,
  rewireEdge,
  setEdge,
  setLimits,
  setMeta,
  setWorkflow,
  changeStrategy,
  scaleResources,
};

type Applied =
  | { readonly ok: true; readonly graph: Graph }
  | { readonly ok: false; readonly refusal: Refusal };

export function applyOperation(graph: Graph, operation: Operation): Applied {
  const { check, apply, touches } = kindOf(operation);
  const refused = check?.(graph, operation);
  if (refused) return { ok: false, refusal: refused };
  const after = apply(graph, operation);
  const wrong = misshapen(graph, after, touches?.(operation, graph));
  return wrong ? { ok: false, refusal: wrong } : { ok: true, graph: after };
}

/** What leads from `after`, where the operation has led, back to `graph`. */
export function invertOperation(graph: Graph, operation: Operation, after: Graph): readonly Operation[] {
  return kindOf(operation).invert?.(graph, operation, after) ?? diffGraphs(after, graph);
}

/** An operation for documents and agents: name, meaning, and JSON Schema of its format. */
export type OperationView = {
  readonly op: Operation["op"];
  readonly summary: string;
  readonly schema: Readonly<Record<string, unknown>>;
};

export function describeOperations(): readonly OperationView[] {
  return operationSchema.options.map((schema) => {
    const op = schema.shape.op.value;
    return { op, summary: OPERATIONS[op].summary, schema: z.toJSONSchema(schema, { io: "input" }) };
  });
}

function kindOf(operation: Operation): OperationKind<Operation["op"]> {
  // The table gives each kind the operations of that very kind.
  return OPERATIONS[operation.op] as unknown as OperationKind<Operation["op"]>;
}
