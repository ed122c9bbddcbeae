import type { NodeId } from "../ids.ts";
import { ladderAt } from "../recovery/ladder.ts";
import { outcomeUnknown } from "../recovery/unknown-outcome.ts";
import type { Stored } from "../values/json.ts";
import type { DecideEnv, Decision, TaskFacts } from "./commands.ts";
import { type Deciding, decided, failure, refused, type Unstamped } from "./deciding.ts";
import type { AttemptStarted, Event } from "./events.ts";
import { refOf } from "./fold-slot.ts";
import { openCalls } from "./open-calls.ts";
import { failSlot } from "./settle.ts";
import type { SlotRef, TreeState } from "./state.ts";
import { runAt, slotAt } from "./tree.ts";

/**
 * First or next attempt at a task: at once when it is pure or its level has a place, in the level's queue otherwise.
 * A waiting parent holds no place, so a level of one cannot lock itself up. `tries` counts from 1 each time that a
 * person asks for the work again; attempts are numbered on, so that a late answer is never taken for a new one.
 */
export function placeAttempt(
  deciding: Deciding,
  ref: SlotRef,
  task: string,
  tries: number,
  input: Stored,
): Unstamped<Event>[] {
  const { tree, env } = deciding;
  const attempt = (slotAt(tree, ref)?.before ?? 0) + tries;
  const facts = env.task(task);
  if (!facts) return failSlot(tree, ref, unknownTask(task, ref.node));
  if (!facts.pure && isFull(tree, runAt(tree, ref.run).depth)) {
    return [{ type: "AttemptQueued", ...refOf(ref), attempt, task, input }];
  }
  return [{ ...started(ref, task, attempt, 1, facts), input }];
}

/** The oldest attempt in a level's queue takes the free place. */
export function startQueued(deciding: Deciding, depth: number): Decision {
  const { tree, env } = deciding;
  const level = tree.levels[depth];
  const ref = level?.queue[level.head];
  const slot = ref ? slotAt(tree, ref) : undefined;
  if (!ref || slot?.task === undefined) return refused("IDLE");
  const facts = env.task(slot.task);
  if (!facts) return decided(deciding, failSlot(tree, ref, unknownTask(slot.task, ref.node)));
  return decided(deciding, [started(ref, slot.task, slot.attempt, 1, { ...facts, pure: false })]);
}

/** Every attempt that was handed out is handed out again: the same attempt, one delivery more. */
export function redeliver(tree: TreeState, env: DecideEnv): Unstamped<Event>[] {
  return openCalls(tree).flatMap((ref): Unstamped<Event>[] => {
    const slot = slotAt(tree, ref);
    if (slot?.task === undefined) return [];
    if (ladderAt(tree, ref).atMostOnce)
      return [{ type: "SlotParked", ...ref, failure: outcomeUnknown(ref, null) }];
    const version = env.task(slot.task)?.version;
    const facts: TaskFacts = { pure: slot.pure ?? false, ...(version === undefined ? {} : { version }) };
    return [started(ref, slot.task, slot.attempt, slot.delivery + 1, facts)];
  });
}

function isFull(tree: TreeState, depth: number): boolean {
  const level = tree.levels[depth];
  return (
    level !== undefined && (level.agents >= tree.limits.maxAgentsPerLevel || level.head < level.queue.length)
  );
}

function started(
  ref: SlotRef,
  task: string,
  attempt: number,
  delivery: number,
  facts: TaskFacts,
): Unstamped<AttemptStarted> {
  return {
    type: "AttemptStarted",
    ...refOf(ref),
    attempt,
    delivery,
    task,
    pure: facts.pure,
    ...(facts.version === undefined ? {} : { taskVersion: facts.version }),
  };
}

function unknownTask(task: string, node: NodeId) {
  return failure(
    "definition",
    "TaskUnknown",
    `Node ${node} names task "${task}", which is not registered here.`,
    { task },
  );
}
