/** What one attempt has used, settled by its executor; it stands in the event that ends the attempt. */
export type Usage = {
  /** Calls of a model. */
  readonly calls: number;
  readonly inputTokens: number;
  /** Part of `inputTokens` that the provider had kept. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** US dollars, by the agent's prices at that time. */
  readonly costUsd: number;
  readonly toolCalls?: number;
};

/** Tokens in and out. */
export function tokensOf(usage: Usage | undefined): number {
  return usage ? usage.inputTokens + usage.outputTokens : 0;
}
