import type { NodeId, RunNo } from "../ids.ts";
import { ladderAt } from "../recovery/ladder.ts";
import { outcomeUnknown } from "../recovery/unknown-outcome.ts";
import { accountAt, accountOf } from "../recursion/account.ts";
import type { LevelAllowance } from "../recursion/allowance.ts";
import { askFor, onTheWayUp } from "../recursion/escalate.ts";
import { openLevel } from "../recursion/open-level.ts";
import { refuse, stop } from "../recursion/refusal.ts";
import { type Need, needOf, type Reserved, type Short, weigh } from "../recursion/weigh.ts";
import { isFull, levelExhausted, weighLevel } from "../recursion/weigh-level.ts";
import type { Stored } from "../values/json.ts";
import { startsOf } from "./agenda.ts";
import type { DecideEnv, Decision, TaskFacts } from "./commands.ts";
import { type Deciding, decided, failure, refused, type Unstamped } from "./deciding.ts";
import type { AttemptQueued, AttemptStarted, Event } from "./events.ts";
import { refOf } from "./fold-slot.ts";
import { openCalls } from "./open-calls.ts";
import { failSlot } from "./settle.ts";
import type { Slot, SlotRef, TreeState } from "./state.ts";
import { runAt, slotAt } from "./tree.ts";

/**
 * First or next attempt at a task: at once when it is pure, or its level has a place and the ledger what it needs; in a
 * queue otherwise. A waiting parent holds no place, so a level of one cannot lock itself up. `tries` counts from 1 each
 * time that a person asks for the work again; attempts are numbered on, so that a late answer is never taken for a new
 * one.
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
  const need = needOf(tree, ref, facts);
  const wanted: Wanted = { ref, task, attempt, delivered: 0, facts, input, need, fresh: true };
  if (facts.pure) return [started(wanted)];
  const run = runAt(tree, ref.run);
  const opened = openLevel(tree, run);
  if ("failure" in opened) return failSlot(tree, ref, opened.failure);
  const { allowance } = opened;
  return [...opened.events, ...place(tree, wanted, isFull(tree, run.depth, allowance), allowance)];
}

/** The oldest attempt in a level's queue takes the free place, if the ledger has what it needs. */
export function startQueued(deciding: Deciding, depth: number): Decision {
  const level = deciding.tree.levels[depth];
  return startWaiting(deciding, level?.queue[level.head], false);
}

/** The oldest attempt that waited for what others had reserved. */
export function startFunded(deciding: Deciding, no: RunNo): Decision {
  const { tree } = deciding;
  const account = accountAt(tree, no);
  const ref = account.queue[account.head];
  return startWaiting(deciding, ref, ref !== undefined && isFull(tree, runAt(tree, ref.run).depth));
}

function startWaiting(deciding: Deciding, ref: SlotRef | undefined, full: boolean): Decision {
  const { tree, env } = deciding;
  const slot = ref ? slotAt(tree, ref) : undefined;
  if (!ref || slot?.task === undefined) return refused("IDLE");
  const facts = env.task(slot.task);
  if (!facts) return decided(deciding, failSlot(tree, ref, unknownTask(slot.task, ref.node)));
  const { task, attempt, need, delivery: delivered, input = null } = slot;
  const wanted = { ref, task, attempt, need, delivered, input, facts: { ...facts, pure: false } };
  return decided(deciding, place(tree, wanted, full));
}

/**
 * Every attempt that was handed out is handed out again: the same attempt, one delivery more. What was held for the lost
 * delivery counts as used, so near a limit each of them has to ask the ledger anew, one after the other.
 */
export function redeliver(tree: TreeState, env: DecideEnv): Unstamped<Event>[] {
  const refs = openCalls(tree);
  return refs.flatMap((ref): Unstamped<Event>[] => {
    const slot = slotAt(tree, ref);
    if (slot?.task === undefined) return [];
    if (ladderAt(tree, ref).atMostOnce)
      return [{ type: "SlotParked", ...ref, failure: outcomeUnknown(ref, null) }];
    return [again(ref, slot, slot.task, env)];
  });
}

function again(
  ref: SlotRef,
  slot: Slot,
  task: string,
  env: DecideEnv,
): Unstamped<AttemptStarted> | Unstamped<AttemptQueued> {
  const { attempt, delivery: delivered, need, pure = false, input = null, reserved } = slot;
  const version = env.task(task)?.version;
  const facts: TaskFacts = { pure, ...(version === undefined ? {} : { version }) };
  const wanted: Wanted = { ref, task, attempt, delivered, facts, need, input };
  return reserved?.firm ? queued(wanted, 0) : started(wanted, reserved);
}

/** An attempt on its way: `delivered` = how often it was handed out before; `input` where no event has carried it. */
type Wanted = {
  readonly ref: SlotRef;
  readonly task: string;
  readonly attempt: number;
  readonly delivered: number;
  readonly facts: TaskFacts;
  readonly need: Need | undefined;
  readonly input: Stored | undefined;
  /** No event has carried its input and its need yet. */
  readonly fresh?: true;
};

/** `allowance`: of a depth whose event has not been folded yet. */
function place(
  tree: TreeState,
  wanted: Wanted,
  full: boolean,
  allowance?: LevelAllowance,
): Unstamped<Event>[] {
  const { ref, need } = wanted;
  const run = runAt(tree, ref.run);
  const account = accountOf(tree, run);
  const starts = startsOf({ delivery: wanted.delivered });
  const verdict = weigh(tree, account, need, starts);
  if (verdict.kind === "refuse") return refusedBy(tree, wanted, verdict);
  if (verdict.kind === "wait") return [queued(wanted, verdict.account.run)];
  if (full) return [queued(wanted)];
  const level = weighLevel(tree, run.depth, allowance, need, verdict.reserved);
  if (level.kind === "wait") return [queued(wanted)];
  if (level.kind === "refuse") return stop(tree, ref, levelExhausted(tree, run.depth, allowance), 0);
  const { reserved } = level;
  const told = onTheWayUp(tree, account, { agents: starts, ...reserved });
  return [...told, started(wanted, reserved)];
}

/** A grant may be made larger; then the attempt is weighed once more. Otherwise the tree's policy decides. */
function refusedBy(tree: TreeState, wanted: Wanted, { account, dimension, want }: Short<"refuse">) {
  const asked = askFor(tree, account, dimension, want);
  if (asked.given > 0) return [...asked.events, queued(wanted, account.run)];
  return [...asked.events, ...refuse(tree, wanted.ref, account, dimension)];
}

function queued(
  { ref, task, attempt, input = null, need, delivered }: Wanted,
  waitsFor?: RunNo,
): Unstamped<AttemptQueued> {
  return {
    type: "AttemptQueued",
    ...refOf(ref),
    attempt,
    task,
    input,
    ...(need ? { need } : {}),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(delivered === 0 ? {} : { delivered }),
  };
}

function started(
  { ref, task, attempt, delivered, facts, input, need, fresh }: Wanted,
  reserved?: Reserved,
): Unstamped<AttemptStarted> {
  return {
    type: "AttemptStarted",
    ...refOf(ref),
    attempt,
    delivery: delivered + 1,
    task,
    pure: facts.pure,
    ...(facts.version === undefined ? {} : { taskVersion: facts.version }),
    ...(fresh && input !== undefined ? { input } : {}),
    ...(fresh && need ? { need } : {}),
    ...(reserved ? { reserved } : {}),
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
