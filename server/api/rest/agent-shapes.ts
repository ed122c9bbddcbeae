import * as z from "zod";
import type {
  AgentHealth,
  AgentSummary,
  Removed,
  RotatedKey,
  SecretSummary,
} from "../../services/types-agents.ts";
import { breaker } from "./breaker-shapes.ts";
import { check } from "./shapes.ts";

const prices = z
  .object({ input: z.number(), cachedInput: z.number(), output: z.number() })
  .describe("US dollars per million tokens");
const fields = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(["llm", "http", "function"]),
  capabilities: z.array(z.string()).readonly(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  url: z.string().nullable(),
  task: z.string().nullable(),
  secret: z.string().nullable().describe("Name of a secret"),
  prices: prices.nullable(),
  concurrency: z.int(),
  enabled: z.boolean(),
  updatedAt: z.iso.datetime(),
  load: z
    .object({ working: z.int(), waiting: z.int() })
    .describe("Calls of it in the process that answers: how many go on, and how many wait for their turn"),
};
export const agent = check<AgentSummary>()(z.object(fields));
export const agents = z.object({ data: z.array(agent), nextCursor: z.null() });

const use = z.object({
  workflow: z.string(),
  name: z.string(),
  node: z.string(),
  by: z.enum(["id", "capabilities"]),
});
const recent = z.object({
  calls: z.int(),
  failed: z.int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  tokens: z.number(),
  costUsd: z.number(),
  lastAt: z.iso.datetime().nullable(),
});
export const agentHealth = check<AgentHealth>()(
  z.object({
    recentTrees: z.int().describe("Trees of the last 24 hours that the calls are from"),
    cut: z.boolean().describe("There were more trees than are read: only the newest are in it"),
    demo: z.boolean().describe("They are of the demo data, for there were no others"),
    agents: z
      .array(
        z.object({
          ...fields,
          breaker,
          uses: z.array(use).readonly().describe("Nodes of published workflows that ask it"),
          recent,
        }),
      )
      .readonly(),
  }),
);

export const secret = check<SecretSummary>()(
  z.object({
    name: z.string(),
    source: z.enum(["stored", "environment"]),
    hosts: z.array(z.string()).readonly(),
    kinds: z.array(z.string()).readonly(),
    createdBy: z.string().nullable(),
    createdAt: z.iso.datetime().nullable(),
  }),
);
export const secrets = z.object({ data: z.array(secret), nextCursor: z.null() });
export const rotatedKey = check<RotatedKey>()(z.object({ keyId: z.string(), secrets: z.int() }));
export const removed = check<Removed>()(z.object({ removed: z.literal(true) }));
