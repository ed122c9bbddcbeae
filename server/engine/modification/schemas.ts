import * as z from "zod";
import { strategyOrName } from "../context/schema.ts";
import { jsonSchema, nodeId, slugSchema, template } from "../graph/fields.ts";
import { edgeSchema, type GraphNode, limitOverridesSchema, limitsSchema } from "../graph/graph.ts";
import { approvalNode } from "../nodes/approval/definition.ts";
import { changesSchema } from "./patch.ts";
import { edgeRef, place } from "./places.ts";
import { RESOURCES } from "./scaling.ts";

/** A node as the graph format has it. Its fields are checked together with the graph that it becomes part of. */
const node = z.looseObject({ kind: z.string() }) as unknown as z.ZodType<GraphNode>;
const limitName = z.enum(Object.keys(limitsSchema.shape) as [keyof typeof limitsSchema.shape]);

const ends = z
  .strictObject({ source: nodeId.optional(), target: nodeId.optional(), port: nodeId.optional() })
  .refine((to) => Object.values(to).some((part) => part !== undefined), {
    message: "name at least one of source, target and port",
  });

/** A field is set or removed, not both. */
function apart({
  set = {},
  remove = [],
}: {
  set?: object | undefined;
  remove?: readonly string[] | undefined;
}): boolean {
  return !remove.some((name) => Object.hasOwn(set, name));
}
const APART = { message: "a field stands in set and in remove; keep one of both", path: ["remove"] };

const meta = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  description: z.string(),
  inputSchema: jsonSchema,
  outputSchema: jsonSchema,
});

/** The format of every operation: what files, people and agents write. */
export const operationSchema = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("addNode"), id: nodeId, node, at: place }),
  z.strictObject({ op: z.literal("removeNode"), id: nodeId }),
  z.strictObject({ op: z.literal("replaceNode"), id: nodeId, node }),
  z.strictObject({ op: z.literal("renameNode"), id: nodeId, to: nodeId }),
  z.strictObject({ op: z.literal("setNode"), id: nodeId, changes: changesSchema }),
  z.strictObject({
    op: z.literal("setPosition"),
    id: nodeId,
    position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
  }),
  z.strictObject({
    op: z.literal("skipNode"),
    id: nodeId,
    /** What those that read the node's output get. Default null. */
    output: template.optional(),
    /** For a node whose edges have ports: the one that is taken. Edges of the others go. */
    port: nodeId.optional(),
  }),
  z.strictObject({
    op: z.literal("insertApproval"),
    /** Name of the new node. */
    id: nodeId,
    /** All that leads to this node waits for the approval. Either this or `edge`. */
    before: nodeId.optional(),
    /** Only who comes by this edge waits. */
    edge: edgeRef.optional(),
    /** What is asked, of whom, until when: the fields of an approval node. */
    approval: approvalNode.omit({ kind: true, join: true }).partial().optional(),
  }),
  z.strictObject({
    op: z.literal("addEdge"),
    edge: edgeSchema,
    at: place,
    /** Lets the same edge stand twice, as before an edit of such a graph was undone. Validation refuses the graph. */
    again: z.literal(true).optional(),
  }),
  z.strictObject({ op: z.literal("removeEdge"), edge: edgeRef }),
  z.strictObject({
    op: z.literal("rewireEdge"),
    edge: edgeRef,
    /** What it does not name stays; a port is of its source, so with another source it goes unless it is named. */
    to: ends,
  }),
  z.strictObject({ op: z.literal("setEdge"), edge: edgeRef, changes: changesSchema }),
  z
    .strictObject({
      op: z.literal("setLimits"),
      /** `null` means no limit. */
      set: limitOverridesSchema.optional(),
      /** Limits that are to have their default again. */
      remove: z.array(limitName).max(50).optional(),
    })
    .refine(apart, APART),
  z
    .strictObject({
      op: z.literal("setMeta"),
      set: meta.partial().optional(),
      remove: z
        .array(z.enum(["description", "inputSchema", "outputSchema"]))
        .max(3)
        .optional(),
    })
    .refine(apart, APART),
  z.strictObject({ op: z.literal("setWorkflow"), changes: changesSchema }),
  z.strictObject({
    op: z.literal("changeStrategy"),
    /** A node that starts child runs. Without it, the workflow's own strategy. */
    id: nodeId.optional(),
    strategy: strategyOrName,
  }),
  z.strictObject({
    op: z.literal("scaleResources"),
    /** 1.5 = half as much again. Amounts stay whole, at least 1, and within what the format allows. */
    factor: z.number().min(0.01).max(100),
    /** Only these nodes; without it, the limits of the workflow and all nodes. */
    nodes: z.array(nodeId).min(1).max(500).optional(),
    /** Only these resources. */
    of: z.array(z.enum(RESOURCES)).min(1).max(20).optional(),
  }),
]);
export type Operation = z.infer<typeof operationSchema>;
export type OperationOf<Op extends Operation["op"]> = Extract<Operation, { op: Op }>;
