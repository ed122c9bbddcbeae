import * as z from "zod";
import type { RunMessages } from "../../services/run/messages.ts";
import { check } from "./shapes.ts";

const value = z.unknown().describe("Whole up to 64 KB; longer: {$truncated, bytes, preview}");
const instant = z.iso.datetime();

const usage = z.object({
  calls: z.int(),
  inputTokens: z.int(),
  cachedInputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.number(),
  toolCalls: z.int().exactOptional(),
});

const conversation = z.object({
  nodeId: z.string(),
  item: z.int().nullable(),
  attempt: z.int(),
  agent: z.string(),
  askedAt: instant,
  answeredAt: instant.nullable(),
  instructions: value,
  prompt: value,
  tools: z.array(z.string()).readonly(),
  answer: value.describe("null = none came"),
  failure: z.string().nullable(),
  usage: usage.nullable(),
});

export const runMessagesShape = check<RunMessages>()(
  z.object({
    conversations: z.array(conversation).readonly(),
    cut: z.boolean().describe("There are more than these"),
  }),
);
