import * as z from "zod";
import { workflowContextSchema } from "../context/schema.ts";
import type { NodeId, RunId } from "../ids.ts";
import { nodeSchema } from "../nodes/definitions.ts";
import { workflowRecoveryFields } from "../recovery/schema.ts";
import { allowancesSchema } from "../recursion/allowance-schema.ts";
import { budgetLimitFields } from "../recursion/amounts.ts";
import type { Stored } from "../values/json.ts";
import { durationMs, expression, jsonSchema, nodeId, shown, slugSchema, template } from "./fields.ts";
import { layoutSchema } from "./layout.ts";

/** Sizes that no graph may pass; validation names the one that it broke. */
export const GRAPH_CAPS = {
  nodes: 5_000,
  edges: 20_000,
  bytes: 5 * 1024 * 1024,
  expressionBytes: 4_096,
} as const;

const limitFields = {
  /** Deepest allowed depth; the root is 0. */
  maxDepth: z.number().int().min(0).max(256),
  /** Effectful attempts that work at once at one depth; more wait in order. */
  maxAgentsPerLevel: z.number().int().min(1).max(5_000),
  maxRuns: z.number().int().min(1).max(200_000),
  maxAgents: budgetLimitFields.maxAgents.nullable(),
  maxNodes: budgetLimitFields.maxNodes.nullable(),
  maxTokens: budgetLimitFields.maxTokens.nullable(),
  maxCostUsd: budgetLimitFields.maxCostUsd.nullable(),
  /** Active time of the whole tree: neither pause nor downtime counts. */
  recursionTimeoutMs: durationMs.nullable(),
  cycleDetection: z.boolean(),
  /** Share of a limit at which the tree warns, and a run with a grant asks its parent for more. */
  resourceEscalationThreshold: z.number().min(0).max(1),
  performanceDegradationThreshold: z.number().min(0).max(1),
  /** What efficiency below the threshold does: nothing, an event, an event that asks for a change, or the node fails. */
  onPerformanceDegradation: z.enum(["ignore", "alert", "propose", "fail"]),
  /** How much a run with a grant asks for, as a multiple of what it has. */
  escalationFactor: z.number().min(1).max(100),
  /** What happens to the work that a limit refuses, when nobody above has anything left to give. */
  onBudgetExhausted: z.enum(["fail", "softStop", "pauseForApproval", "degrade"]),
  /** Levels on which a declared measure may stay as it is before the recursion counts as stalled. */
  stallLevels: z.number().int().min(1).max(256),
  /** What each depth is given of what the tree has. */
  allowances: allowancesSchema,
};
/** What a graph or a start says of the limits. Unlike `.partial()` of the full schema, it makes nothing up. */
export const limitOverridesSchema = z.strictObject(limitFields).partial();
export type LimitOverrides = z.infer<typeof limitOverridesSchema>;
/** The guide's recursion limits and the size of a tree. `null` means no limit, `0` means nothing left. */
export const limitsSchema = z.strictObject({
  maxDepth: limitFields.maxDepth.default(10),
  maxAgentsPerLevel: limitFields.maxAgentsPerLevel.default(50),
  maxRuns: limitFields.maxRuns.default(10_000),
  maxAgents: limitFields.maxAgents.default(null),
  maxNodes: limitFields.maxNodes.default(null),
  maxTokens: limitFields.maxTokens.default(null),
  maxCostUsd: limitFields.maxCostUsd.default(null),
  recursionTimeoutMs: limitFields.recursionTimeoutMs.default(300_000),
  cycleDetection: limitFields.cycleDetection.default(true),
  resourceEscalationThreshold: limitFields.resourceEscalationThreshold.default(0.8),
  performanceDegradationThreshold: limitFields.performanceDegradationThreshold.default(0.7),
  onPerformanceDegradation: limitFields.onPerformanceDegradation.default("alert"),
  escalationFactor: limitFields.escalationFactor.default(1.5),
  onBudgetExhausted: limitFields.onBudgetExhausted.default("fail"),
  stallLevels: limitFields.stallLevels.default(3),
  allowances: limitFields.allowances.optional(),
});
export type Limits = z.infer<typeof limitsSchema>;

export const edgeSchema = z.strictObject({
  source: nodeId,
  target: nodeId,
  /** Port of a decision node. */
  port: nodeId.optional(),
  /** Taken only when this CEL expression holds once the source is done. */
  when: expression.optional(),
  /** Entries merged over the target's `input`, in edge order, when the edge was taken. */
  mapping: z.record(z.string(), template).optional(),
});
export type GraphEdge = z.infer<typeof edgeSchema>;

/** JSON Schema (2020-12) of the graph format, as published for editors. */
export function graphJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(graphSchema, { io: "input" });
}

/** A workflow as people write it: portable JSON, the same in a file and in the product. */
export const graphSchema = z.strictObject({
  schemaVersion: z.literal(1),
  slug: slugSchema,
  name: shown(120).min(1),
  description: shown(2_000).optional(),
  /** JSON Schema (2020-12) of the run input. */
  inputSchema: jsonSchema.optional(),
  /** JSON Schema (2020-12) of what a run ends with. */
  outputSchema: jsonSchema.optional(),
  limits: limitOverridesSchema.optional(),
  /** Gives the tree a context, and says how it is handed on. */
  context: workflowContextSchema.optional(),
  /** Values that expressions read as `vars.name`; people may change them while a run lives. */
  variables: z.record(nodeId, template).optional(),
  ...workflowRecoveryFields,
  nodes: z.record(nodeId, nodeSchema),
  edges: z.array(edgeSchema).default([]),
  /** Frames and notes of the drawing. */
  layout: layoutSchema.optional(),
});
export type Graph = z.infer<typeof graphSchema>;

/** A graph bound to what it is a revision of. `slug` and `revision` of an inline graph are its caller's, `inline: true`. */
export type BoundGraph = {
  readonly hash: string;
  readonly slug: string;
  /** 0 = a draft that is tried out. */
  readonly revision: number | null;
  readonly inline?: true;
  /** It is a draft that is tried out; no revision has this. */
  readonly trial?: Trial;
  readonly graph: Graph;
};

/** `pins`: nodes that are not done. `whole`: of which this graph is a part, and what the workflow calls as itself. */
export type Trial = { readonly pins: Pins; readonly whole?: BoundGraph };

/** What a node gives without being done. `from`: the run of another tree that had it as a result. */
export type Pin = { readonly output: Stored; readonly port?: string; readonly from?: RunId };
export type Pins = Readonly<Record<NodeId, Pin>>;

/** One finding of validation. `path` is a JSON Pointer into the graph, such as `/nodes/license/input/name`. */
export type Problem = {
  readonly code: string;
  readonly level: "error" | "warning";
  readonly path: string;
  readonly message: string;
  /**
   * Of a recursion that no run can end: workflow by workflow, from the one that was checked back to one of them. None where
   * an inline graph repeats itself alone.
   */
  readonly way?: readonly CallStep[];
  /** Limits of the workflow with which it would not be there. */
  readonly limits?: LimitOverrides;
};

/** A call that every run of a workflow makes: nothing on its way there can end it. */
export type CallStep = {
  readonly workflow: string;
  /** From where a run starts to the node that calls. Within an inline graph `outer/inner`. */
  readonly nodes: readonly string[];
  readonly calls: string;
};

export type { NodeBody } from "../nodes/bodies.ts";
export type { GraphNode } from "../nodes/definitions.ts";
