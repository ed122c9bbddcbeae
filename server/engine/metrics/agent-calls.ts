import type { Event } from "../run/events.ts";
import { refOf } from "../run/fold-slot.ts";
import { slotKey } from "../run/state.ts";
import { tokensOf, type Usage } from "../run/usage.ts";

const PREFIX = "banyan:agent/";

const ANSWERS = new Set<string>(["NodeCompleted", "ItemCompleted", "PlanMade", "AttemptFailed"]);

/** One call of an agent that has been answered. */
export type AgentCall = {
  readonly agent: string;
  readonly at: number;
  readonly tookMs: number;
  readonly failed: boolean;
  readonly tokens: number;
  readonly costUsd: number;
};

/** Calls of agents in the journal of a tree, folded event by event. A call that was lost with its process is none. */
export class AgentCalls {
  readonly #open = new Map<string, { readonly agent: string; readonly at: number }>();
  readonly calls: AgentCall[] = [];

  take(event: Event): void {
    if (!("run" in event && "node" in event && "attempt" in event) || event.attempt === undefined) return;
    const key = slotKey(refOf(event));
    if (event.type === "AttemptStarted") {
      const agent = event.task.startsWith(PREFIX) ? event.task.slice(PREFIX.length) : null;
      if (agent === null) this.#open.delete(key);
      else this.#open.set(key, { agent, at: event.at });
      return;
    }
    if (ANSWERS.has(event.type)) this.#answered(key, event);
  }

  #answered(key: string, event: Event & { readonly usage?: Usage }): void {
    const open = this.#open.get(key);
    if (!open) return;
    this.#open.delete(key);
    const { at, type, usage } = event;
    this.calls.push({
      agent: open.agent,
      at,
      tookMs: Math.max(0, at - open.at),
      failed: type === "AttemptFailed",
      tokens: tokensOf(usage),
      costUsd: usage?.costUsd ?? 0,
    });
  }
}

/** Values of which so large a share is not above it. `null` = there are none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
