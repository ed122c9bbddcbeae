import type { Failure } from "../failure.ts";
import { type Evaluated, templateIn } from "../nodes/evaluate.ts";
import { localsAt } from "../nodes/locals.ts";
import type { Planning } from "../nodes/planner.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, type Unstamped } from "../run/deciding.ts";
import type { Event, Numbers, RungTaken } from "../run/events.ts";
import type { LadderState, Slot, SlotRef } from "../run/state.ts";
import { runAt } from "../run/tree.ts";
import { compact } from "../values/index.ts";
import type { Json } from "../values/json.ts";
import { failureScope } from "./holds.ts";
import type { Ladder } from "./ladder.ts";

/** A place whose work failed, and how far its ladder has been climbed. */
export type Turn = {
  readonly deciding: Deciding;
  readonly ref: SlotRef;
  readonly slot: Slot;
  readonly failure: Failure;
  readonly ladder: Ladder;
  readonly stand: LadderState;
  /** Why a strategy that was asked before has said nothing. */
  note?: string;
};

/** Where a rung stands, and whether its values are templates or, from a strategy, just values. */
export type Place = {
  readonly at: number;
  readonly of: RungTaken["of"];
  readonly strategy?: string;
};

export function planningOf({ deciding, ref }: Turn): Planning {
  const locals = localsAt(deciding.tree, ref);
  const planning = { deciding, run: runAt(deciding.tree, ref.run), ref };
  return locals ? { ...planning, locals } : planning;
}

export function valueIn(turn: Turn, place: Place, source: Json, field: string): Evaluated {
  const { deciding, ref, failure } = turn;
  if (place.strategy === undefined) {
    const where = `node ${ref.node}, ${place.of}, ${field}`;
    return templateIn(deciding, source, failureScope(deciding, ref, failure), where);
  }
  const kept = compact(source, deciding.env.blob);
  if (kept.ok) return { kind: "value", stored: kept.stored, blobs: kept.blobs };
  if ("missing" in kept) return { kind: "missing", hashes: kept.missing };
  return { kind: "failure", failure: kept.failure };
}

type Said = Pick<RungTaken, "do"> &
  Partial<Pick<RungTaken, "retryAt" | "generation">> & {
    readonly numbers?: Numbers;
    readonly ladder?: Partial<LadderState>;
  };

/** The event that says what is done, why, and with what numbers. */
export function taken(turn: Turn, place: Place, said: Said): Unstamped<RungTaken> {
  const { ref, failure, stand, note, slot, deciding } = turn;
  const { retryAt, generation } = said;
  const next = place.of === "recovery" ? { at: place.at + 1 } : { choice: place.at + 1 };
  const spentMs = deciding.tree.at - stand.since;
  return {
    type: "RungTaken",
    ...ref,
    rung: place.at,
    of: place.of,
    do: said.do,
    ...(place.strategy === undefined ? {} : { strategy: place.strategy }),
    failure,
    numbers: {
      attempts: slot.attempt,
      spentMs,
      ...said.numbers,
      ...(note === undefined ? {} : { note }),
    },
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(generation === undefined ? {} : { generation }),
    ladder: { ...stand, base: slot.attempt, tries: 0, asked: 0, ...next, ...said.ladder },
  };
}

export function nextGeneration({ slot }: Turn): number {
  return (slot.generation ?? 1) + 1;
}

/** The same decision with events before its own. */
export function after(deciding: Deciding, before: readonly Unstamped<Event>[], decision: Decision): Decision {
  if (decision.kind !== "events") return decision;
  const first = decided(deciding, before);
  return first.kind === "events" ? { ...decision, events: [...first.events, ...decision.events] } : decision;
}
