import * as z from "zod";
import type { ContextWhatIf, RunContextView } from "../../services/run/context-types.ts";
import { check } from "./shapes.ts";

const amount = z.object({ bytes: z.int(), tokens: z.int() });
const total = z.object({
  keys: z.int(),
  bytes: z.int(),
  tokens: z.int(),
  stored: z.int().describe("Bytes with each value counted once"),
});

const line = z.object({
  key: z.string(),
  change: z.enum(["inherited", "dropped", "compressed", "redacted", "changed", "added"]),
  did: z.enum([
    "kept",
    "dropped",
    "packed",
    "summarised",
    "archived",
    "masked",
    "transformed",
    "renamed",
    "merged",
    "added",
  ]),
  by: z.string().describe("The rule, the strategy or the policy that did it"),
  why: z.string().nullable(),
  to: z.string().nullable(),
  before: amount.nullable(),
  after: amount.nullable(),
});

const summary = z.object({
  key: z.string(),
  agent: z.string().nullable().describe("The agent that was asked; null = none was"),
  why: z
    .string()
    .nullable()
    .describe("Why the text's own sentences stand there instead; null = the agent wrote it"),
  known: z.boolean().describe("The tree had the answer already, and had paid for it"),
  usage: z
    .object({
      calls: z.int(),
      inputTokens: z.int(),
      cachedInputTokens: z.int(),
      outputTokens: z.int(),
      costUsd: z.number(),
      toolCalls: z.int().optional(),
    })
    .nullable()
    .describe("What this hand-off paid for the answer"),
});

const receipt = z.object({
  strategy: z.string(),
  applied: z.string().describe("What the strategy came down to"),
  why: z.string().nullable(),
  budget: z.int().nullable().describe("Tokens that there were beyond what is pinned"),
  before: total,
  after: total,
  diff: z.array(line).readonly(),
  summaries: z.array(summary).readonly().describe("Summaries that an agent was to make"),
});

const entry = z.object({
  key: z.string(),
  hash: z.string(),
  bytes: z.int(),
  tokens: z.int(),
  estimated: z.boolean(),
  packedBytes: z.int().nullable(),
  origin: z.object({ runId: z.string(), nodeId: z.string().nullable() }),
  hop: z.int(),
  own: z.boolean(),
  at: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  priority: z.int(),
  labels: z.array(z.string()).readonly(),
  archived: z.boolean(),
  transforms: z.array(z.object({ did: z.string(), by: z.string() })).readonly(),
  value: z.unknown().describe("Large values are cut; null where hidden"),
  hidden: z.boolean(),
});

export const runContextShape = check<RunContextView>()(
  z.object({
    runId: z.string(),
    parentId: z.string().nullable(),
    receipt: receipt.nullable().describe("null = the run uses no context"),
    entries: z.array(entry).readonly(),
    conflicts: z
      .array(z.object({ key: z.string(), kept: z.enum(["last", "first"]), nodeId: z.string() }))
      .readonly(),
  }),
);
export const contextWhatIfShape = check<ContextWhatIf>()(z.object({ runId: z.string(), receipt }));
