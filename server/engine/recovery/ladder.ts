import type { Failure } from "../failure.ts";
import type { Graph } from "../graph/graph.ts";
import type { NodeBody } from "../nodes/bodies.ts";
import type { GraphNode } from "../nodes/definitions.ts";
import { kindOf } from "../nodes/definitions.ts";
import type { LadderState, Slot, SlotRef, TreeState } from "../run/state.ts";
import { boundGraphOf, definitionOf, runAt, slotAt } from "../run/tree.ts";
import type { Choice, ClassRule, Rung } from "./schema.ts";

type Work = GraphNode | NodeBody;

/** What a place does about failures. */
export type Ladder = {
  readonly rungs: readonly Rung[];
  readonly choices: readonly Choice[];
  readonly rules: readonly ClassRule[];
  /** `recovery` was written, for the node or its workflow: all failures go through it, not those of attempts alone. */
  readonly written: boolean;
  readonly atMostOnce: boolean;
};

/** The node, or for an item what its node repeats. */
export function workAt(tree: TreeState, ref: SlotRef): Work {
  const { node } = definitionOf(tree, runAt(tree, ref.run), ref.node);
  const repeated = kindOf(node).body?.(node);
  return ref.item === undefined || !repeated || repeated.once ? node : repeated.body;
}

export function ladderAt(tree: TreeState, ref: SlotRef): Ladder {
  const { graph } = boundGraphOf(tree, runAt(tree, ref.run));
  return ladderOf(workAt(tree, ref), graph);
}

/** `retry` and `onExhausted` are the first and the last rung of a ladder that is written out nowhere. */
export function ladderOf(work: Work, graph: Graph): Ladder {
  return {
    ...rungsOf(work, graph),
    choices: [...(work.onEscalation ?? []), ...(graph.onEscalation ?? [])],
    rules: [...(work.classify ?? []), ...(graph.classify ?? [])],
    atMostOnce: work.delivery === "atMostOnce",
  };
}

function rungsOf(work: Work, graph: Graph): Pick<Ladder, "rungs" | "written"> {
  const kind = kindOf(work);
  const { retry, onExhausted } = kind.attempt?.(work) ?? {};
  const last: Rung[] = onExhausted === "park" ? [{ do: "park" }] : [];
  if (work.recovery)
    return { rungs: [...(retry ? [retryOf(retry)] : []), ...work.recovery, ...last], written: true };
  const silent = retry === undefined && onExhausted === undefined;
  if (graph.recovery && silent && (kind.attempt !== undefined || kind.child === true))
    return { rungs: graph.recovery, written: true };
  return { rungs: [retryOf(retry ?? {}), ...last], written: false };
}

function retryOf(retry: object): Rung {
  return { do: "retry", ...retry };
}

/** Where a place stands; a place where nothing has failed yet stands at the beginning. */
export function standing(slot: Slot | undefined, at: number): LadderState {
  return (
    slot?.ladder ?? {
      at: 0,
      choice: 0,
      base: slot?.before ?? 0,
      tries: 0,
      asked: 0,
      since: slot?.startedAt ?? at,
    }
  );
}

/** Whether there is still something to be done about a failure of a place. */
export function recovers(tree: TreeState, ref: SlotRef, { escalation }: Failure): boolean {
  const slot = slotAt(tree, ref);
  if (!slot || slot.status === "pending" || slot.status === "skippable") return false;
  const { rungs, choices, written } = ladderAt(tree, ref);
  const { at, choice } = standing(slot, 0);
  return (written && at < rungs.length) || (escalation !== undefined && choice < choices.length);
}
