import type { LanguageModelV4Prompt, LanguageModelV4Usage } from "@ai-sdk/provider";
import type { Usage } from "#server/engine/run/usage";
import type { Prices } from "./agent.ts";
import { spent } from "./agent-problem.ts";

/** Rough length of a token, for reserving before a call and for providers that count nothing. */
const CHARACTERS_PER_TOKEN = 4;
/** An answer that may be shorter than this is not worth a call. */
const LEAST_ANSWER = 16;
/** What no single call can have used: a provider that says so is wrong. */
const MOST_TOKENS = 10_000_000;
const DOLLARS = 1e9;

export type Reservation = { readonly promptTokens: number; readonly maxOutputTokens: number | undefined };

/** Counts what one attempt uses, over all its calls, and keeps it within its budget. */
export class Meter {
  readonly #budget: number | null;
  readonly #prices: Prices | null;
  #calls = 0;
  #input = 0;
  #cached = 0;
  #output = 0;
  #tools = 0;

  constructor(budget: number | undefined, prices: Prices | null) {
    this.#budget = budget ?? null;
    this.#prices = prices;
  }

  /** Before a call: what is left must cover the prompt and a short answer; the answer is cut to what is left. */
  reserve(prompt: LanguageModelV4Prompt, wanted: number | undefined): Reservation {
    const promptTokens = tokensIn(JSON.stringify(prompt));
    if (this.#budget === null) return { promptTokens, maxOutputTokens: wanted };
    const used = this.#input + this.#output;
    const left = this.#budget - used - promptTokens;
    if (left < LEAST_ANSWER) {
      const message = `The attempt may use ${this.#budget} tokens; ${used} are used, and the next call needs about ${promptTokens + LEAST_ANSWER}.`;
      throw spent(message, {
        limit: "maxTokens",
        max: this.#budget,
        used,
        needed: promptTokens + LEAST_ANSWER,
      });
    }
    return { promptTokens, maxOutputTokens: Math.min(wanted ?? left, left) };
  }

  /** After a call: what the provider counted, or an estimate where it counted nothing sensible. */
  settle(reserved: Reservation, usage: LanguageModelV4Usage | undefined, answer: string): void {
    const input = sensible(usage?.inputTokens?.total) ?? reserved.promptTokens;
    this.#calls += 1;
    this.#input += input;
    this.#cached += Math.min(sensible(usage?.inputTokens?.cacheRead) ?? 0, input);
    this.#output += sensible(usage?.outputTokens?.total) ?? tokensIn(answer);
  }

  toolCalled(): number {
    this.#tools += 1;
    return this.#tools;
  }

  usage(): Usage | undefined {
    if (this.#calls === 0) return undefined;
    return {
      calls: this.#calls,
      inputTokens: this.#input,
      cachedInputTokens: this.#cached,
      outputTokens: this.#output,
      costUsd: this.#cost(),
      ...(this.#tools > 0 ? { toolCalls: this.#tools } : {}),
    };
  }

  #cost(): number {
    if (!this.#prices) return 0;
    const { input, cachedInput, output } = this.#prices;
    const perMillion =
      (this.#input - this.#cached) * input + this.#cached * cachedInput + this.#output * output;
    return Math.round((perMillion / 1e6) * DOLLARS) / DOLLARS;
  }
}

export function tokensIn(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

function sensible(count: number | undefined): number | null {
  return count !== undefined && Number.isFinite(count) && count >= 0 && count <= MOST_TOKENS
    ? Math.round(count)
    : null;
}
