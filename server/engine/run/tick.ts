import { planWoken } from "../nodes/plan-node.ts";
import type { Stored } from "../values/json.ts";
import type { Decision } from "./commands.ts";
import { type Deciding, decided, failure, refused } from "./deciding.ts";
import { refOf } from "./fold-slot.ts";
import { released } from "./held.ts";
import { placeAttempt } from "./place.ts";
import { failRun } from "./settle.ts";
import type { Slot } from "./state.ts";
import { isClosing, slotAt, triesOf } from "./tree.ts";

/** Fires the one thing that is most due: active time that ran out, else the earliest timer. Ask again for the next. */
export function decideTick(deciding: Deciding): Decision {
  const { tree, at } = deciding;
  if (tree.paused) return refused("NOT_DUE");
  if (tree.deadlineAt !== null && tree.stillSince === null && at >= tree.deadlineAt)
    return timedOut(deciding);
  if (isClosing(tree)) return refused("NOT_DUE");
  const timer = tree.timers[0];
  const slot = timer ? slotAt(tree, timer) : undefined;
  if (!timer || !slot || timer.at > at) return refused("NOT_DUE");
  if (slot.status === "held") return decided(deciding, [released(timer, slot)]);
  if (slot.status !== "retrying") return planWoken(deciding, timer);
  if (slot.task === undefined) return decided(deciding, [{ type: "SlotResumed", ...refOf(timer) }]);
  return decided(
    deciding,
    placeAttempt(deciding, timer, slot.task ?? "", triesOf(slot) + 1, inputAgain(slot)),
  );
}

/** Whoever made a plan that cannot be carried out is told why. */
function inputAgain({ input = null, failure: last }: Slot): Stored {
  if (last?.code !== "PlanInvalid" || typeof input !== "object" || input === null) return input;
  return { ...input, mend: last.message } as Stored;
}

function timedOut(deciding: Deciding): Decision {
  const max = deciding.tree.limits.recursionTimeoutMs ?? 0;
  const message = `The tree has been active for ${max} ms, as long as recursionTimeoutMs allows.`;
  const cause = failure("timeout", "RecursionTimeout", message, { limit: "recursionTimeoutMs", max });
  return decided(deciding, failRun(deciding.tree, 0, cause));
}
