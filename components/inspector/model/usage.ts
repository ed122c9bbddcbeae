import type { Usage } from "#server/engine/run/usage";

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

/** Dollars with as many digits as tell a small amount from nothing. */
export function costText(usd: number): string {
  if (usd === 0) return "none";
  return usd >= 0.01 ? `$${usd.toFixed(2)}` : `$${usd.toPrecision(2)}`;
}

/** Names that the product registers itself, in words. */
export function workerText(task: string): string {
  if (task.startsWith("banyan:agent/")) return `agent ${task.slice("banyan:agent/".length)}`;
  return task === "banyan:http" ? "http request" : task;
}
