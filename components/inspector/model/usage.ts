import type { Usage } from "#server/engine/run/usage";
import { formatCost } from "../../ui/format";

const NUMBER = new Intl.NumberFormat("en");

/** `1,240 in (200 cached), 310 out, 2 calls`. */
export function tokensText({
  inputTokens,
  cachedInputTokens,
  outputTokens,
  calls,
  toolCalls,
}: Usage): string {
  const cached = cachedInputTokens > 0 ? ` (${NUMBER.format(cachedInputTokens)} cached)` : "";
  const parts = [`${NUMBER.format(inputTokens)} in${cached}`, `${NUMBER.format(outputTokens)} out`];
  if (calls > 1) parts.push(`${calls} calls`);
  if (toolCalls !== undefined) parts.push(toolCalls === 1 ? "1 tool call" : `${toolCalls} tool calls`);
  return parts.join(", ");
}

/** What all attempts of a run have used together; `null` = none used anything. */
export function totalUsage(attempts: readonly { readonly usage: Usage | null }[]): Usage | null {
  const used = attempts.flatMap(({ usage }) => usage ?? []);
  if (used.length === 0) return null;
  const sum = (of: (usage: Usage) => number) => used.reduce((total, usage) => total + of(usage), 0);
  const toolCalls = sum((usage) => usage.toolCalls ?? 0);
  return {
    calls: sum((usage) => usage.calls),
    inputTokens: sum((usage) => usage.inputTokens),
    cachedInputTokens: sum((usage) => usage.cachedInputTokens),
    outputTokens: sum((usage) => usage.outputTokens),
    costUsd: sum((usage) => usage.costUsd),
    ...(toolCalls > 0 ? { toolCalls } : {}),
  };
}

/** Dollars with as many digits as tell a small amount from nothing. */
export function costText(usd: number): string {
  return usd === 0 ? "none" : formatCost(usd);
}

/** Names that the product registers itself, in words. */
export function workerText(task: string): string {
  if (task.startsWith("banyan:agent/")) return `agent ${task.slice("banyan:agent/".length)}`;
  return task === "banyan:http" ? "http request" : task;
}
