import type { RunNo } from "../ids.ts";
import { planChild } from "../nodes/plan-child.ts";
import { planDegraded } from "../nodes/plan-degraded.ts";
import { planAgain, planMove, planNode } from "../nodes/plan-node.ts";
import { planUndo } from "../recovery/compensate.ts";
import { planRecovery } from "../recovery/plan.ts";
import { accountAt, refundOf } from "../recursion/account.ts";
import { moved } from "../recursion/adapt.ts";
import { shareOf } from "../recursion/allowance.ts";
import { nextHint } from "./agenda.ts";
import { decideAttemptFailed, decideAttemptSucceeded } from "./answer.ts";
import type { Command, DecideEnv, Decision } from "./commands.ts";
import { type Deciding, decided, refused } from "./deciding.ts";
import { planFinish } from "./finish.ts";
import { refOf } from "./fold-slot.ts";
import { decideAttemptHeld, decideBreakerClosed } from "./held.ts";
import { decideLate } from "./late-usage.ts";
import { decideAnswer } from "./operations/answer.ts";
import { cancelRun } from "./operations/cancel.ts";
import { failByHand } from "./operations/fail-node.ts";
import { retryByHand } from "./operations/retry.ts";
import { scaleResources } from "./operations/scale.ts";
import { settleByHand } from "./operations/settle-node.ts";
import { decideSignal } from "./operations/signal.ts";
import { topUp } from "./operations/top-up.ts";
import { setVariable } from "./operations/variable.ts";
import { redeliver, startFunded, startQueued } from "./place.ts";
import { decideStart } from "./start.ts";
import type { TreeState } from "./state.ts";
import { decideTick } from "./tick.ts";
import { isSettled } from "./tree.ts";

/**
 * What a command means for this tree: events to append, facts that are missing, or a refusal. Total, pure and
 * synchronous; the tree is not changed. The instant of the events is `max(last event, command.at)`, so time in a
 * journal never runs backwards. One call decides one small thing: send `advance` until it answers `IDLE`
 * (`step` does that).
 */
export function decide(tree: TreeState, command: Command, env: DecideEnv): Decision {
  const deciding: Deciding = { tree, env, at: Math.max(tree.at, command.at) };
  if (command.type === "start")
    return tree.seq > 0 ? refused("ALREADY_STARTED") : decideStart(deciding, command);
  if (tree.seq === 0) return refused("NOT_STARTED");
  if (isSettled(tree)) return decideAfterEnd(deciding, command);
  switch (command.type) {
    case "advance":
      return advance(deciding);
    case "attemptSucceeded":
      return decideAttemptSucceeded(deciding, command);
    case "attemptFailed":
      return decideAttemptFailed(deciding, command);
    case "attemptHeld":
      return decideAttemptHeld(deciding, command);
    case "breakerClosed":
      return decideBreakerClosed(deciding, command.breaker);
    case "tick":
      return decideTick(deciding);
    case "cancel":
      return cancelRun(deciding, command);
    case "pause":
      return tree.paused
        ? refused("ALREADY_PAUSED")
        : decided(deciding, [{ type: "TreePaused", actor: command.actor }]);
    case "resume":
      return tree.paused
        ? decided(deciding, [{ type: "TreeResumed", actor: command.actor }])
        : refused("NOT_PAUSED");
    case "signal":
      return decideSignal(deciding, command);
    case "answer":
      return decideAnswer(deciding, command);
    case "settleNode":
      return settleByHand(deciding, command);
    case "failNode":
      return failByHand(deciding, command);
    case "retryNode":
      return retryByHand(deciding, command);
    case "setVariable":
      return setVariable(deciding, command);
    case "topUp":
      return topUp(deciding, command);
    case "scaleResources":
      return scaleResources(deciding, command);
    case "recover":
      return recover(deciding, command.epoch);
  }
}

/** Nothing happens to a tree that has ended, but late answers say what they used. */
function decideAfterEnd(deciding: Deciding, command: Command): Decision {
  if (command.type === "attemptSucceeded" || command.type === "attemptFailed")
    return decideLate(deciding, command, "RUN_SETTLED");
  return command.type === "advance" ? advance(deciding) : refused("RUN_SETTLED");
}

function advance(deciding: Deciding): Decision {
  const hint = nextHint(deciding.tree);
  if (!hint) return refused("IDLE");
  switch (hint.k) {
    case "node":
      return planNode(deciding, hint);
    case "item":
      return planAgain(deciding, hint);
    case "undo":
      return planUndo(deciding, hint.run);
    case "recover":
      return planRecovery(deciding, hint);
    case "items":
      return planMove(deciding, hint);
    case "child":
      return planChild(deciding, hint.run);
    case "finish":
      return planFinish(deciding, hint.run);
    case "close":
      return close(deciding);
    case "level":
      return startQueued(deciding, hint.depth);
    case "budget":
      return startFunded(deciding, hint.account);
    case "refund":
      return refund(deciding, hint.account);
    case "adapt":
      return adapt(deciding, hint.depth);
    case "degraded":
      return planDegraded(deciding, refOf(hint));
  }
}

/** Nothing is in flight any more in a tree that was asked to stop. */
function close(deciding: Deciding): Decision {
  const { closing } = deciding.tree;
  return closing ? cancelRun(deciding, { run: 0, ...closing }) : refused("IDLE");
}

function refund(deciding: Deciding, run: RunNo): Decision {
  const returned = refundOf(accountAt(deciding.tree, run));
  return decided(deciding, [{ type: "GrantReturned", run, returned }]);
}

/** What the controller has found is told one event each. */
function adapt(deciding: Deciding, depth: number): Decision {
  const { tree } = deciding;
  const allowance = tree.levels[depth]?.allowance;
  if (!allowance?.due) return refused("IDLE");
  const changes = allowance.due.map(({ allowance: name, to, because }) => {
    const raised = { ...allowance.raised, [name]: moved(allowance.raised[name], to) };
    const share = shareOf(tree, name, { ...allowance, raised });
    return { type: "AllowanceChanged" as const, depth, allowance: name, to, because, share };
  });
  return decided(deciding, changes);
}

function recover(deciding: Deciding, epoch: number): Decision {
  const downtimeMs = deciding.at - deciding.tree.at;
  return decided(deciding, [
    { type: "TreeRecovered", epoch, downtimeMs },
    ...redeliver(deciding.tree, deciding.env),
  ]);
}
