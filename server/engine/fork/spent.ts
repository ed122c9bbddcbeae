import type { NodeId, RunNo } from "../ids.ts";
import type { Event, RunStarted } from "../run/events.ts";
import type { SlotRef } from "../run/state.ts";
import { tokensOf } from "../run/usage.ts";

/** What was done at a place and in all runs below it. */
export type Spent = {
  readonly runs: number;
  /** Tries that touch the world. */
  readonly attempts: number;
  readonly tokens: number;
  readonly costUsd: number;
};
export const NOTHING_SPENT: Spent = { runs: 0, attempts: 0, tokens: 0, costUsd: 0 };

/** What the places of some runs cost, and the child runs that they started last; what lies below counts where it hangs. */
export class Spending {
  readonly #places = new Map<string, Spent>();
  readonly #children = new Map<string, { readonly run: RunNo; readonly label: string | null }>();
  /** Of runs that are not looked into: the place above which they stand. */
  readonly #hang = new Map<RunNo, SlotRef>();
  readonly #opened: ReadonlySet<RunNo>;

  /** @param events Those that `isSpending` names, of a whole journal. */
  constructor(events: readonly Event[], opened: ReadonlySet<RunNo>) {
    this.#opened = opened;
    for (const event of events) this.#take(event);
  }

  of(run: RunNo, node: NodeId, item?: number): Spent {
    return this.#places.get(keyOf(run, node, item)) ?? NOTHING_SPENT;
  }

  childOf(run: RunNo, node: NodeId, item?: number) {
    return this.#children.get(keyOf(run, node, item)) ?? null;
  }

  #take(event: Event): void {
    if (event.type === "RunStarted") this.#start(event);
    else if (event.type === "AttemptStarted") this.#charge(event, { ...NOTHING_SPENT, attempts: 1 });
    else if ("usage" in event && event.usage && "node" in event) {
      const { usage } = event;
      this.#charge(event, { ...NOTHING_SPENT, tokens: tokensOf(usage), costUsd: usage.costUsd });
    }
  }

  #start({ origin, run, label }: RunStarted): void {
    if (!origin) return;
    const below = this.#opened.has(origin.run);
    if (below) this.#children.set(keyOf(origin.run, origin.node, origin.item), { run, label: label ?? null });
    const hang = below ? origin : this.#hang.get(origin.run);
    if (!hang || this.#opened.has(run)) return;
    this.#hang.set(run, hang);
    this.#add(hang, { ...NOTHING_SPENT, runs: 1 });
  }

  #charge(at: SlotRef, spent: Spent): void {
    const place = this.#opened.has(at.run) ? at : this.#hang.get(at.run);
    if (place) this.#add(place, spent);
  }

  #add({ run, node, item }: SlotRef, spent: Spent): void {
    for (const key of new Set([keyOf(run, node), keyOf(run, node, item)]))
      this.#places.set(key, sum(this.#places.get(key) ?? NOTHING_SPENT, spent));
  }
}

/** Whether an event says what a place cost, or where a run hangs. */
export function isSpending(event: Event): boolean {
  if (event.type === "RunStarted") return true;
  if (event.type === "AttemptStarted") return !event.pure && event.delivery === 1;
  return "usage" in event && event.usage !== undefined && "node" in event;
}

export function sum(a: Spent, b: Spent): Spent {
  return {
    runs: a.runs + b.runs,
    attempts: a.attempts + b.attempts,
    tokens: a.tokens + b.tokens,
    costUsd: a.costUsd + b.costUsd,
  };
}

function keyOf(run: RunNo, node: NodeId, item?: number): string {
  return `${run}/${node}${item === undefined ? "" : `/${item}`}`;
}
