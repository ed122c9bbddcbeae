import * as z from "zod";
import type { Json } from "../values/json.ts";
import { STRATEGY_TYPES } from "./strategy-types.ts";

/** Name of an entry: what stands after `context.` in an expression. */
export const contextKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, "a letter, then letters, digits or '_', 64 at most")
  .refine((key) => !(key in Object.prototype), "the name is reserved");
/** A key, or a pattern of keys in which `*` stands for any characters. */
const keyPattern = z
  .string()
  .regex(/^[A-Za-z0-9_*]{1,64}$/, "a key, or a pattern of keys with '*' for any characters");
const keyPatterns = z.array(keyPattern).min(1).max(100);
const label = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "a lower-case letter, then letters, digits or '-', 32 at most");
const template = z.json() as unknown as z.ZodType<Json>;
const expression = z.string().min(1);
const share = z.number().min(0).max(1);
const tokens = z.number().int().min(0).max(100_000_000);
/** A hundred years: an entry that lives longer needs no limit. */
const lifetimeMs = z.number().int().min(0).max(3_153_600_000_000);

const agentWord = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, "a lower-case letter, then lower-case letters, digits or '-', 64 at most");
const summariserSchema = z.strictObject({
  /** Id of a registered agent. Either this or `capabilities`. */
  agent: agentWord.optional(),
  /** What the agent has to be able to do. */
  capabilities: z.array(agentWord).min(1).max(20).optional(),
  /** The tree waits for it: what takes longer is summarised without it. Default 20,000. */
  timeoutMs: z.number().int().min(100).max(60_000).optional(),
});
export type Summariser = z.infer<typeof summariserSchema>;
/** An agent, or the text's own most telling sentences. */
const summariesSchema = z.union([z.literal("extractive"), summariserSchema]);
export type Summaries = z.infer<typeof summariesSchema>;

export const strategySchema = z.strictObject({
  /** Shown in receipts; the type when absent. */
  name: z.string().min(1).max(120).optional(),
  type: z.enum(STRATEGY_TYPES),
  /** Deepest depth of a child that gets more than what is pinned. */
  depthLimit: z.number().int().min(0).max(256).optional(),
  /** Usage of the tree from which on the hand-off tightens. */
  resourceThreshold: share.optional(),
  /** Tokens that a child at depth 1 may get beyond what is pinned. */
  tokenBudget: tokens.optional(),
  /** Factor of the budget for each further level. */
  decay: z.number().gt(0).max(1).optional(),
  include: keyPatterns.optional(),
  exclude: keyPatterns.optional(),
  /** Most entries that `selective` keeps beyond what is pinned. */
  top: z.number().int().min(1).max(10_000).optional(),
  /** What relevance is measured against; the child's label and input when absent. */
  relevantTo: template.optional(),
  /** Texts over this many tokens are summarised by `compressed`. */
  summariseAbove: tokens.optional(),
  /** Values over this many bytes are packed by `compressed`. */
  packAbove: z.number().int().min(0).optional(),
  /** `custom`: the child's entries, each a template over the parent's. */
  map: z.record(contextKey, template).optional(),
  /** `custom`: a registered inheritance function. */
  function: z.string().min(1).max(120).optional(),
});
export type Strategy = z.infer<typeof strategySchema>;

const conditionSchema = z.union([
  z.literal("always"),
  z.strictObject({ depthAbove: z.number().int().min(0) }),
  z.strictObject({ depthBelow: z.number().int().min(0) }),
  z.strictObject({ usageAbove: share }),
  z.strictObject({ performanceBelow: z.number().min(0) }),
  z.strictObject({ expression }),
]);
export type Condition = z.infer<typeof conditionSchema>;

const actionSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("inheritAll") }),
  /** Keeps these and drops all others that no rule has decided. */
  z.strictObject({ do: z.literal("inherit"), keys: keyPatterns }),
  /** Drops what matches; with `where`, only what it holds for. */
  z.strictObject({ do: z.literal("filter"), keys: keyPatterns.optional(), where: expression.optional() }),
  z.strictObject({ do: z.literal("pin"), keys: keyPatterns }),
  z.strictObject({ do: z.literal("transform"), key: contextKey, value: template }),
  z.strictObject({ do: z.literal("merge"), keys: z.array(contextKey).min(1).max(100), into: contextKey }),
  z.strictObject({ do: z.literal("mask"), keys: keyPatterns, with: z.string().max(200).optional() }),
  z.strictObject({ do: z.literal("rename"), key: contextKey, to: contextKey }),
  z.strictObject({
    do: z.literal("summarise"),
    keys: keyPatterns,
    maxTokens: tokens.optional(),
    /** Who writes these; what the call or the workflow says when absent. */
    by: summariesSchema.optional(),
  }),
]);
export type Action = z.infer<typeof actionSchema>;

const ruleSchema = z.strictObject({
  name: z.string().min(1).max(120).optional(),
  /** One condition, or several that must all hold. Default `always`. */
  when: z.union([conditionSchema, z.array(conditionSchema).min(1).max(10)]).optional(),
  /** One action, or several in order. */
  actions: z.union([actionSchema, z.array(actionSchema).min(1).max(20)]),
  /** Higher goes first; equal ones in order. Default 0. */
  priority: z.number().int().min(-1_000).max(1_000).optional(),
});
export type ContextRule = z.infer<typeof ruleSchema>;

const reducerName = z.enum(["replace", "append", "deepMerge", "max"]);
const reducerText = z.union([reducerName, z.string().regex(/^=/, "a reducer, or an expression after '='")]);
const mergeSchema = z.union([
  reducerText,
  z.strictObject({
    reducer: reducerText,
    /** What two writes that cannot both stand do. Default `fail`. */
    onConflict: z.enum(["fail", "last", "first"]).optional(),
  }),
]);
export type Merge = z.infer<typeof mergeSchema>;

const entrySchema = z.strictObject({
  value: template,
  labels: z.array(label).max(16).optional(),
  ttlMs: lifetimeMs.optional(),
  /** What goes last when something has to go. Default 0. */
  priority: z.number().int().min(-1_000).max(1_000).optional(),
  /** How the value joins the one that is there. Default `replace`. */
  reducer: reducerText.optional(),
});
/** An expression or a text, or an object with `value` and what else there is to say. */
const writeSchema = z.union([z.string(), entrySchema]);
export type ContextWrite = z.infer<typeof writeSchema>;
/** Entries that a run writes: at its start, or when a node is done. */
export const contextWrites = z.record(contextKey, writeSchema);
export type ContextWrites = z.infer<typeof contextWrites>;

const strategyName = z.enum(STRATEGY_TYPES);
/** A strategy by its name, or with its settings. */
export const strategyOrName = z.union([strategyName, strategySchema]);
const handOffFields = {
  strategy: strategyOrName.optional(),
  rules: z.array(ruleSchema).max(200).optional(),
  /** Entries that always reach a child, besides the task and the constraints. */
  pinned: keyPatterns.optional(),
  /** Who writes summaries. Default `extractive`. */
  summaries: summariesSchema.optional(),
  mergeBack: z.record(contextKey, mergeSchema).optional(),
};

/** What a call says of the context of its children: the name of a strategy, or more. */
export const callContextSchema = z.union([strategyName, z.strictObject(handOffFields)]);
export type CallContext = z.infer<typeof callContextSchema>;

const labelPolicy = z.strictObject({
  /** Deepest depth at which an entry with the label may appear. */
  maxDepth: z.number().int().min(0).max(256),
});

/** What a workflow says of its context. Its presence is what gives a tree a context. */
export const workflowContextSchema = z.strictObject({
  ...handOffFields,
  values: contextWrites.optional(),
  /** Entries that say what to do: always pinned, and part of what cycle detection compares. Default `["task"]`. */
  task: z.array(contextKey).max(20).optional(),
  labels: z.record(label, labelPolicy).optional(),
  optimize: z
    .strictObject({
      /** Lifetime of entries that state none. */
      ttlMs: lifetimeMs.optional(),
      /** Entries that nothing has used for this long stay behind. */
      idleMs: lifetimeMs.optional(),
      /** Entries that nothing has used for this long go on as a reference only. */
      archiveAfterMs: lifetimeMs.optional(),
      maxEntries: z.number().int().min(1).max(10_000).optional(),
      maxTokens: tokens.optional(),
    })
    .optional(),
});
export type WorkflowContext = z.infer<typeof workflowContextSchema>;
export type OptimizePolicy = NonNullable<WorkflowContext["optimize"]>;
