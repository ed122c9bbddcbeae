import { fingerprint } from "#server/engine/hash";
import type { Json } from "#server/engine/values/json";
import { AgentProblem } from "./agent-problem.ts";

/** Calls in a row that brought nothing new, before the model is told and before its attempt is stopped. */
const NUDGE_AT = 3;
const STOP_AT = 6;

/**
 * Watches the tool calls of one attempt. A call that was made before with the very same result brings nothing new; neither
 * do two that take turns. One new call or result, and the count begins again.
 */
export class ToolWatch {
  readonly #seen = new Map<string, number>();
  #stale = 0;
  #last = "";

  get isStuck(): boolean {
    return this.#stale >= STOP_AT;
  }

  /** Takes note of a call, and answers with what the model is to be told beside its result; `null` = nothing. */
  note(tool: string, input: Json, result: Json): string | null {
    const key = fingerprint([tool, input, result]);
    const times = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, times);
    this.#stale = times > 1 ? this.#stale + 1 : 0;
    this.#last = tool;
    if (this.#stale < NUDGE_AT) return null;
    return `You have made this very call ${times} times with this very result, and your last ${this.#stale} calls brought nothing new. Answer with what you have, or do something else: ${STOP_AT - this.#stale} more like it, and your work is stopped.`;
  }

  /** What a stuck attempt fails with. */
  problem(): AgentProblem {
    return new AgentProblem(
      "RecursionStalled",
      `The agent was stopped: its last ${this.#stale} tool calls (the last one of ${this.#last}) were calls that it had made before, with the same results, though it was told so. Give it another tool, say in the prompt when it is done, or lower maxSteps.`,
      { class: "cycle", retryable: false, details: { tool: this.#last, calls: this.#stale } },
    );
  }
}
