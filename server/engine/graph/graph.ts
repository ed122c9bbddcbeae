import * as z from "zod";
import type { Json } from "../values/json.ts";

/** Sizes that no graph may pass; validation names the one that it broke. */
export const GRAPH_CAPS = {
  nodes: 5_000,
  edges: 20_000,
  bytes: 5 * 1024 * 1024,
  expressionBytes: 4_096,
} as const;

/** Name of a node or slug of a workflow: starts with a letter, then letters, digits, `-` and `_`. */
const nodeId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "a letter, then letters, digits, '-' or '_', 64 at most");
export const slugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, "a lower-case letter, then lower-case letters, digits or '-', 64 at most");

const json = z.json() as unknown as z.ZodType<Json>;
/** Text that the database keeps as it is: it holds every character but one. */
const shown = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\0"), "the character U+0000 is not allowed");
/** CEL source, with or without the leading `=`. */
const expression = z.string().min(1);
/** JSON in which a string that starts with `=` is a CEL expression and everything else is a literal. */
const template = json;

/** A year: nothing waits longer, so every instant is one that clocks and databases know. */
export const LONGEST_MS = 31_536_000_000;
const durationMs = z.number().int().min(0).max(LONGEST_MS);

const retryFields = {
  maxAttempts: z.number().int().min(1).max(100),
  initialMs: durationMs,
  coefficient: z.number().min(1).max(10),
  capMs: durationMs,
  jitter: z.number().min(0).max(1),
};
/** What a graph says of a retry policy. Unlike `.partial()` of the full schema, it makes nothing up. */
const retryOverridesSchema = z.strictObject(retryFields).partial();
/** Attempt n+1 waits `min(capMs, initialMs · coefficient^(n−1)) · (1 − jitter · random)`. */
export const retrySchema = z.strictObject({
  maxAttempts: retryFields.maxAttempts.default(3),
  initialMs: retryFields.initialMs.default(1_000),
  coefficient: retryFields.coefficient.default(2),
  capMs: retryFields.capMs.default(60_000),
  jitter: retryFields.jitter.default(0.2),
});
export type RetryPolicy = z.infer<typeof retrySchema>;

const limitFields = {
  /** Deepest allowed depth; the root is 0. */
  maxDepth: z.number().int().min(0).max(256),
  /** Effectful attempts that work at once at one depth; more wait in order. */
  maxAgentsPerLevel: z.number().int().min(1).max(5_000),
  maxRuns: z.number().int().min(1).max(200_000),
  /** Active time of the whole tree: neither pause nor downtime counts. */
  recursionTimeoutMs: durationMs.nullable(),
  cycleDetection: z.boolean(),
  /** Share of `maxRuns` at which the tree warns. */
  resourceEscalationThreshold: z.number().min(0).max(1),
  performanceDegradationThreshold: z.number().min(0).max(1),
  /** What efficiency below the threshold does to the node that shows it. */
  onPerformanceDegradation: z.enum(["ignore", "fail"]),
};
/** What a graph or a start says of the limits. Unlike `.partial()` of the full schema, it makes nothing up. */
const limitOverridesSchema = z.strictObject(limitFields).partial();
/** The guide's recursion limits and the size of a tree. `null` means no limit, `0` means nothing left. */
export const limitsSchema = z.strictObject({
  maxDepth: limitFields.maxDepth.default(10),
  maxAgentsPerLevel: limitFields.maxAgentsPerLevel.default(50),
  maxRuns: limitFields.maxRuns.default(10_000),
  recursionTimeoutMs: limitFields.recursionTimeoutMs.default(300_000),
  cycleDetection: limitFields.cycleDetection.default(true),
  resourceEscalationThreshold: limitFields.resourceEscalationThreshold.default(0.8),
  performanceDegradationThreshold: limitFields.performanceDegradationThreshold.default(0.7),
  onPerformanceDegradation: limitFields.onPerformanceDegradation.default("ignore"),
});
export type Limits = z.infer<typeof limitsSchema>;

const joinSchema = z.union([
  z.literal("all"),
  z.literal("any"),
  z.strictObject({ n: z.number().int().min(1) }),
]);
export type Join = z.infer<typeof joinSchema>;

const base = {
  name: z.string().max(120).optional(),
  description: z.string().max(2_000).optional(),
  /** When the node starts, given several incoming edges. Default `all`. */
  join: joinSchema.optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
};

const taskFields = {
  task: z.string().min(1).max(120),
  input: template.optional(),
  retry: retryOverridesSchema.optional(),
  timeoutMs: durationMs.optional(),
};

const subworkflowFields = {
  /** `self` = the caller's own revision; otherwise a slug, resolved when the child starts. */
  workflow: z.string().optional(),
  /** An inline graph instead of `workflow`. */
  graph: z.unknown().optional(),
  input: template.optional(),
  /** Human label of the child run, such as `= item.name`. */
  label: template.optional(),
  /** First visit in the tree with this key runs; later visits get a reference to it at once. */
  once: expression.optional(),
  /** What an exact cycle on the ancestor path does. Default `fail`. */
  onCycle: z.enum(["fail", "report"]).optional(),
  /** Input keys that the cycle fingerprint leaves out. */
  cycleIgnore: z.array(z.string()).optional(),
};

const bodySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("task"), ...taskFields }),
  z.strictObject({ kind: z.literal("transform"), output: template }),
  z.strictObject({ kind: z.literal("subworkflow"), ...subworkflowFields }),
]);
/** What a map does for each item; its expressions also see `item` and `index`. */
export type MapBody = z.infer<typeof bodySchema>;

const mapJoinSchema = z.union([z.literal("allSettled"), joinSchema]);

const nodeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("task"), ...base, ...taskFields }),
  z.strictObject({ kind: z.literal("transform"), ...base, output: template }),
  z.strictObject({
    kind: z.literal("decision"),
    ...base,
    /** Checked in order; the first that holds names the port that is taken. */
    cases: z.array(z.strictObject({ port: nodeId, when: expression })).min(1),
    /** Port taken when no case holds; without it the node fails. */
    default: nodeId.optional(),
  }),
  z.strictObject({
    kind: z.literal("map"),
    ...base,
    over: expression,
    body: bodySchema,
    maxConcurrent: z.number().int().min(1).max(5_000).optional(),
    /** `all` (default), `any`, `{n}`: output is the list of outputs (null where not done). `allSettled`: a list of `{status, output | failure}`. */
    join: mapJoinSchema.optional(),
    onBranchFail: z.enum(["cancelSiblings", "wait"]).optional(),
  }),
  z.strictObject({ kind: z.literal("subworkflow"), ...base, ...subworkflowFields }),
  z.strictObject({
    kind: z.literal("wait"),
    ...base,
    /** Milliseconds, or an expression that gives them, such as `= input.delayMs`. */
    durationMs: z.union([durationMs, z.string().regex(/^=/)]).optional(),
    /** ISO 8601 instant with zone, or an expression that gives one. */
    until: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal("end"), ...base, output: template.optional() }),
  z.strictObject({
    kind: z.literal("fail"),
    ...base,
    code: z.string().max(80).optional(),
    message: template,
  }),
]);
export type GraphNode = z.infer<typeof nodeSchema>;
const edgeSchema = z.strictObject({
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
  inputSchema: z.record(z.string(), z.unknown()).optional(),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
  limits: limitOverridesSchema.optional(),
  nodes: z.record(nodeId, nodeSchema),
  edges: z.array(edgeSchema).default([]),
});
export type Graph = z.infer<typeof graphSchema>;

/** A graph bound to what it is a revision of. `slug` and `revision` of an inline graph are its caller's, `inline: true`. */
export type BoundGraph = {
  readonly hash: string;
  readonly slug: string;
  readonly revision: number | null;
  readonly inline?: true;
  readonly graph: Graph;
};

/** One finding of validation. `path` is a JSON Pointer into the graph, such as `/nodes/license/input/name`. */
export type Problem = {
  readonly code: string;
  readonly level: "error" | "warning";
  readonly path: string;
  readonly message: string;
};
