import * as z from "zod";
import type { Json } from "#server/engine/values/json";

const json = z.json() as unknown as z.ZodType<Json>;
const parts = z.array(json);

/** What the core hands over for an attempt of an agent: settings of the node, and values that expressions gave. */
export const agentInput = z.strictObject({
  values: z.strictObject({ prompt: parts, system: parts.optional(), input: json.optional() }),
  output: z.record(z.string(), z.unknown()).optional(),
  /** In place of the agent's own: a fallback of the node's recovery. */
  model: z.string().min(1).max(200).optional(),
  tools: z.array(z.string()).default([]),
  maxSteps: z.number().int().min(1).default(8),
  maxTokens: z.number().int().min(1).optional(),
  maxOutputTokens: z.number().int().min(1).optional(),
  temperature: z.number().optional(),
  stream: z.boolean().default(false),
  /** What was wrong with the last answer, which passed the schema and still could not be used. */
  mend: z.string().optional(),
});
export type AgentInput = z.output<typeof agentInput>;

/** Parts of a prompt as text: texts as they are, other values as JSON. Nothing in them is read again. */
export function promptText(all: readonly Json[]): string {
  return all.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("");
}
