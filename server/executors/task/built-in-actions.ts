import * as z from "zod";
import { durationMs, nodeId } from "#server/engine/graph/fields";
import type { Graph } from "#server/engine/graph/graph";
import { knownFields } from "#server/engine/graph/known-fields";
import { type Operation, operationSchema } from "#server/engine/modification/schemas";
import { defineModificationAction, type ModificationAction } from "./define-modification-action.ts";

/** Actions that the product brings. They are what anyone could write: each names operations, and nothing else. */
export const BUILT_IN_ACTIONS: readonly ModificationAction[] = [
  operationAsAction(
    "scaleResources",
    "Gives a workflow, or some of its nodes, more or less of what it may use.",
  ),
  operationAsAction("insertApproval", "Lets people decide before a run goes on to a node."),
  operationAsAction("skipNode", "Lets runs go on without doing a node."),
  operationAsAction("changeStrategy", "Changes how context is handed on."),
  operationAsAction("setLimits", "Sets limits of a workflow."),
  defineModificationAction({
    name: "setTimeouts",
    description:
      "Sets the time limit of one attempt, for all nodes that have one or for those that are named.",
    params: z.strictObject({ timeoutMs: durationMs.min(1), nodes: z.array(nodeId).min(1).optional() }),
    propose: ({ graph, params: { timeoutMs, nodes } }) =>
      placesWith(graph, "timeoutMs", nodes).map(({ id, path }) => set(id, path, timeoutMs)),
  }),
  defineModificationAction({
    name: "setRetries",
    description:
      "Sets how many attempts there are, for all nodes that have attempts or for those that are named.",
    params: z.strictObject({
      maxAttempts: z.number().int().min(1).max(100),
      nodes: z.array(nodeId).min(1).optional(),
    }),
    propose: ({ graph, params: { maxAttempts, nodes } }) =>
      placesWith(graph, "retry", nodes).map(({ id, path }) => set(id, `${path}/maxAttempts`, maxAttempts)),
  }),
];

type Named = "scaleResources" | "insertApproval" | "skipNode" | "changeStrategy" | "setLimits";

function operationAsAction(op: Named, description: string): ModificationAction {
  const schema = operationSchema.options.find((option) => option.shape.op.value === op);
  if (!schema) throw new TypeError(`there is no operation ${op}`);
  const { op: _op, ...params } = schema.shape;
  return defineModificationAction({
    name: op,
    description,
    params: z.strictObject(params),
    propose: ({ params: given }) => [operationSchema.parse({ ...given, op })],
  });
}

function set(id: string, path: string, value: number): Operation {
  return { op: "setNode", id, changes: [{ path, value }] };
}

type Place = { readonly id: string; readonly path: string };

/** Where nodes, and what they repeat, may have a field. A name that is no node's is left to the operation to refuse. */
function placesWith(graph: Graph, field: string, nodes = Object.keys(graph.nodes)): readonly Place[] {
  return nodes.flatMap((id) => {
    // What a wait waits for its signal is no time limit of an attempt.
    if (graph.nodes[id]?.kind === "wait") return [];
    if (!Object.hasOwn(graph.nodes, id)) return [{ id, path: `/${field}` }];
    return [[], ["body"]]
      .filter((below) => hasField(graph, id, below, field))
      .map((below) => ({ id, path: `/${[...below, field].join("/")}` }));
  });
}

function hasField(graph: Graph, id: string, below: readonly string[], field: string): boolean {
  const node = graph.nodes[id];
  const repeats = node?.kind === "map" || node?.kind === "loop" || node?.kind === "plan";
  if (below.length > 0 && !repeats) return false;
  // A subworkflow is tried again only where it starts a tree of its own.
  const work = below.length > 0 && repeats ? node.body : node;
  if (work?.kind === "subworkflow" && work.detached !== true) return false;
  return knownFields(["nodes", id, ...below], graph).includes(field);
}
