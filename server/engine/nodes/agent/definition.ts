import * as z from "zod";
import { attemptFields, base, contractFields, template } from "../../graph/fields.ts";
import type { Kind, Report } from "../../graph/kind.ts";
import { checkRetry } from "../task/definition.ts";
import { promptParts } from "./prompt.ts";

/** Agents are registered with executors under this and their id. */
export const AGENT_PREFIX = "banyan:agent/";

const word = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, "a lower-case letter, then lower-case letters, digits or '-', 64 at most");
const text = z.string().min(1).max(100_000);
const tokens = z.number().int().min(1).max(10_000_000);

const fields = {
  /** Id of a registered agent. Either this or `capabilities`. */
  agent: word.optional(),
  /** What the agent has to be able to do; which one is chosen stands in the event. */
  capabilities: z.array(word).min(1).max(20).optional(),
  /** Text with `{{ expression }}` where a value goes in; other values than texts go in as JSON. */
  prompt: text,
  system: text.optional(),
  /** Handed to agents that are no language models, beside the prompt. */
  input: template.optional(),
  /** JSON Schema (2020-12) of the answer. Without one the answer is text. */
  output: z.record(z.string(), z.unknown()).optional(),
  /** Registered tasks that the agent may call. */
  tools: z.array(z.string().min(1).max(120)).max(50).optional(),
  /** Most calls of the model for one answer. Default 8. */
  maxSteps: z.number().int().min(1).max(100).optional(),
  /** Budget of one attempt, in and out, over all its calls. */
  maxTokens: tokens.optional(),
  /** Longest answer of one call. */
  maxOutputTokens: tokens.optional(),
  temperature: z.number().min(0).max(2).optional(),
  /** Read the answer as it is written. */
  stream: z.boolean().optional(),
  retry: attemptFields.retry,
  timeoutMs: attemptFields.timeoutMs,
  onExhausted: attemptFields.onExhausted,
};
export const agentNode = z.strictObject({ kind: z.literal("agent"), ...base, ...fields });
export const agentBody = z.strictObject({ kind: z.literal("agent"), ...contractFields, ...fields });
type AgentNode = z.infer<typeof agentBody>;

export const agent: Kind<AgentNode> = {
  input: (node) => node.input,
  expressions: (node, read) => {
    for (const field of ["prompt", "system"] as const)
      for (const part of promptParts(node[field] ?? "")) if (part.startsWith("=")) read.template(part, field);
    read.template(node.input, "input");
  },
  attempt: (node) => ({
    task: `${AGENT_PREFIX}${node.agent ?? ""}`,
    retry: node.retry,
    onExhausted: node.onExhausted,
    timeoutMs: node.timeoutMs,
    maxTokens: node.maxTokens,
  }),
  check: (node, report) => {
    checkRetry(node.retry, report);
    checkWho(node, report);
  },
};

function checkWho({ agent: id, capabilities }: AgentNode, report: Report): void {
  if (id === undefined && capabilities === undefined)
    report("A001", [], 'name an agent, or the capabilities it needs: "capabilities": ["write"]');
  if (id !== undefined && capabilities !== undefined)
    report(
      "A001",
      ["capabilities"],
      "an agent that is named is not chosen by capabilities; remove one of both",
    );
}
