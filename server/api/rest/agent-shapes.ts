import * as z from "zod";
import type { AgentSummary, Removed, RotatedKey, SecretSummary } from "../../services/types-agents.ts";
import { check } from "./shapes.ts";

const prices = z
  .object({ input: z.number(), cachedInput: z.number(), output: z.number() })
  .describe("US dollars per million tokens");
export const agent = check<AgentSummary>()(
  z.object({
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
  }),
);
export const agents = z.object({ data: z.array(agent), nextCursor: z.null() });

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
