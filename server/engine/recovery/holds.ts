import type { Scope } from "../expression/index.ts";
import type { Failure } from "../failure.ts";
import { expressionIn, type Shortfall } from "../nodes/evaluate.ts";
import { localsAt } from "../nodes/locals.ts";
import { scopeOf } from "../nodes/scope.ts";
import type { Deciding } from "../run/deciding.ts";
import type { SlotRef } from "../run/state.ts";
import { runAt, slotAt } from "../run/tree.ts";
import type { Stored } from "../values/json.ts";
import { severityOf } from "./classify.ts";

/** What the expressions of a recovery see: all that those of the place see, and the failure. */
export function failureScope({ tree }: Deciding, ref: SlotRef, failure: Failure): Scope {
  const scope = scopeOf(tree, runAt(tree, ref.run), localsAt(tree, ref));
  return { ...scope, values: { failure: shownFailure(failure, slotAt(tree, ref)?.attempt ?? 0) } };
}

/** A failure as expressions and strategies read it. */
export function shownFailure(failure: Failure, attempts: number) {
  const { code, message, retryable, details = {}, escalation } = failure;
  return {
    class: failure.class,
    code,
    message,
    severity: severityOf(failure),
    retryable,
    details,
    attempts,
    escalated: escalation !== undefined,
  } satisfies Stored;
}

/** Whether a rung is for this failure. An expression that cannot be evaluated is for none: the ladder goes on. */
export function holds(
  deciding: Deciding,
  ref: SlotRef,
  when: string | undefined,
  failure: Failure,
): boolean | Extract<Shortfall, { kind: "missing" }> {
  if (when === undefined) return true;
  const scope = failureScope(deciding, ref, failure);
  const held = expressionIn(deciding, when, scope, `node ${ref.node}, recovery, when`);
  if (held.kind === "missing") return held;
  return held.kind === "value" && held.stored === true;
}
