import { AGENT_PREFIX } from "../nodes/agent/definition.ts";
import { completeSlot } from "../nodes/complete.ts";
import type { Evaluated } from "../nodes/evaluate.ts";
import { startChild } from "../nodes/plan-child.ts";
import { inputFor } from "../nodes/planning.ts";
import type { Decision } from "../run/commands.ts";
import { decided, needsBlobs } from "../run/deciding.ts";
import { placeAttempt } from "../run/place.ts";
import { nodeOf, runAt, triesOf } from "../run/tree.ts";
import type { Json, Stored } from "../values/json.ts";
import { workAt } from "./ladder.ts";
import type { RungOf } from "./schema.ts";
import { after, nextGeneration, type Place, planningOf, type Turn, taken, valueIn } from "./turn.ts";

type Fallback = Omit<RungOf<"fallback">, "when">;

/** Something else takes the place of the work; `null` = it cannot, so the ladder goes on. */
export function takeFallback(turn: Turn, place: Place, rung: Fallback): Decision | null {
  if (rung.output !== undefined) return takeOutput(turn, place, rung.output);
  if (rung.node !== undefined) return takeNode(turn, place, rung.node);
  if (rung.workflow !== undefined) return takeWorkflow(turn, place, rung.workflow, rung.input);
  return takeAttempt(turn, place, rung);
}

/** A child of another workflow in place of the work, with its own input where none is given. */
export function takeWorkflow(
  turn: Turn,
  place: Place,
  workflow: string,
  input: Json | undefined,
  name: "fallback" | "replaceChild" = "fallback",
): Decision | null {
  const { deciding } = turn;
  const work = workAt(deciding.tree, turn.ref);
  const { graph: _, revision: _pinned, ...own } = work.kind === "subworkflow" ? work : {};
  const given = input === undefined ? null : valueIn(turn, place, input, "input");
  if (given && given.kind !== "value") return unlessValue(turn, given);
  const edited = given ? { edited: given.stored } : {};
  const event = taken(turn, place, {
    do: name,
    generation: nextGeneration(turn),
    numbers: { workflow },
    ladder: { replaced: true },
  });
  const started = startChild({ ...planningOf(turn), ...edited }, { ...own, workflow });
  return after(deciding, [event], started);
}

function takeOutput(turn: Turn, place: Place, source: Json): Decision | null {
  const output = valueIn(turn, place, source, "output");
  if (output.kind !== "value") return unlessValue(turn, output);
  const event = taken(turn, place, { do: "fallback", numbers: { to: "output" } });
  const done = { result: { output: output.stored }, blobs: output.blobs };
  return completeSlot(turn.deciding, turn.ref, done, [event]);
}

function takeNode(turn: Turn, place: Place, id: string): Decision | null {
  const { deciding, ref } = turn;
  const node = nodeOf(runAt(deciding.tree, ref.run), id);
  if (node?.status !== "completed") return null;
  const event = taken(turn, place, { do: "fallback", numbers: { node: id } });
  return completeSlot(deciding, ref, { result: { output: node.output ?? null } }, [event]);
}

function takeAttempt(turn: Turn, place: Place, rung: Fallback): Decision | null {
  const { deciding, ref, slot } = turn;
  const name = rung.agent === undefined ? (rung.task ?? slot.task) : `${AGENT_PREFIX}${rung.agent}`;
  const input = attemptInput(turn, place, rung);
  if (name === undefined || input === null) return null;
  if (input.kind !== "value") return unlessValue(turn, input);
  const { agent, model } = rung;
  const to = agent === undefined ? (model === undefined ? { task: name } : { model }) : { agent };
  const event = taken(turn, place, {
    do: "fallback",
    generation: nextGeneration(turn),
    numbers: to,
    ladder: { replaced: true },
  });
  const placed = placeAttempt(deciding, ref, name, triesOf(slot) + 1, input.stored);
  return decided(deciding, [event, ...placed], input.blobs);
}

/** An agent is asked the same thing; a task gets what failed, or what reaches the node. */
function attemptInput(turn: Turn, place: Place, { input, agent, model }: Fallback): Evaluated | null {
  const { slot, deciding, ref } = turn;
  if (input !== undefined) return valueIn(turn, place, input, "input");
  const kept: Evaluated | null =
    slot.input === undefined ? null : { kind: "value", stored: slot.input, blobs: [] };
  if (agent !== undefined) return kept;
  if (model !== undefined)
    return kept && { kind: "value", stored: { ...(slot.input as object), model } as Stored, blobs: [] };
  const work = workAt(deciding.tree, ref);
  return work.kind === "task" && kept ? kept : inputFor(planningOf(turn), undefined);
}

/** A value that cannot be worked out is no reason to lose the failure: the ladder goes on, and says so. */
export function unlessValue(turn: Turn, value: Exclude<Evaluated, { kind: "value" }>): Decision | null {
  if (value.kind === "missing") return needsBlobs(value.hashes);
  turn.note = value.failure.message;
  return null;
}
