import type { Escalation, Failure } from "../failure.ts";
import { runIdOf } from "../ids.ts";
import { completeNode, completeSlot } from "../nodes/complete.ts";
import type { Decision } from "../run/commands.ts";
import { decided } from "../run/deciding.ts";
import type { RungName } from "../run/events.ts";
import { failNode, giveUp } from "../run/settle.ts";
import { nodeOf, runAt } from "../run/tree.ts";
import type { Json } from "../values/json.ts";
import { unlessValue } from "./replace.ts";
import { type Place, type Turn, taken, valueIn } from "./turn.ts";

/** Goes on with less than was asked for, and says so on the node and on the run. */
export function takeDegrade(
  turn: Turn,
  place: Place,
  output: Json | undefined,
  name: "degrade" | "acceptPartial" = "degrade",
): Decision | null {
  const { deciding, ref, failure } = turn;
  const event = taken(turn, place, { do: name });
  const marks = { degraded: true } as const;
  if (output !== undefined) {
    const value = valueIn(turn, place, output, "output");
    if (value.kind !== "value") return unlessValue(turn, value);
    const done = { result: { output: value.stored }, blobs: value.blobs, ...marks };
    return completeSlot(deciding, ref, done, [event]);
  }
  const partial = failure.escalation?.partial;
  const state = ref.item === undefined ? nodeOf(runAt(deciding.tree, ref.run), ref.node) : undefined;
  if (partial === undefined && state?.map)
    return completeNode(deciding, ref, { result: { collect: true }, ...marks }, [event]);
  const done = { result: { output: partial ?? state?.loop?.previous ?? null }, ...marks };
  return completeSlot(deciding, ref, done, [event]);
}

/** Asks the run above, which learns of it when this run ends. `null` at the root: there is nobody. */
export function takeEscalate(turn: Turn, place: Place, partial: Json | undefined): Decision | null {
  const { deciding, ref, failure, slot } = turn;
  const { tree } = deciding;
  const run = runAt(tree, ref.run);
  if (!run.origin) return null;
  const event = taken(turn, place, { do: "escalate", numbers: { to: runIdOf(tree.treeId, run.origin.run) } });
  // What a child could not have settled goes on as what it is: it is still the same question.
  if (failure.escalation) return decided(deciding, [event, ...giveUp(tree, ref, failure)]);
  const value = partial === undefined ? null : valueIn(turn, place, partial, "partial");
  if (value && value.kind !== "value") return unlessValue(turn, value);
  const item = ref.item === undefined ? "" : `[${ref.item}]`;
  const escalation: Escalation = {
    id: `${ref.run}/${ref.node}${item}#${slot.generation ?? 1}`,
    run: runIdOf(tree.treeId, ref.run),
    node: ref.node,
    ...(value ? { partial: value.stored } : {}),
  };
  const asked: Failure = { ...failure, escalation };
  const raised = {
    type: "EscalationRaised",
    ...ref,
    id: escalation.id,
    to: run.origin.run,
    failure,
  } as const;
  const events = [event, raised, ...failNode(tree, ref.run, ref.node, asked)];
  return decided(deciding, events, value?.blobs);
}

/** A person decides. */
export function takePark(turn: Turn, place: Place, name: RungName): Decision {
  const { escalation: _, ...failure } = turn.failure;
  return decided(turn.deciding, [
    taken(turn, place, { do: name }),
    { type: "SlotParked", ...turn.ref, failure },
  ]);
}

export function takeTerminate(turn: Turn, place: Place, name: RungName): Decision {
  const { deciding, ref, failure } = turn;
  return decided(deciding, [taken(turn, place, { do: name }), ...giveUp(deciding.tree, ref, failure)]);
}
