import type { Failure } from "../failure.ts";
import type { SlotRef } from "../run/state.ts";

/** Whether nobody can tell if the call was done: the answer was lost on its way, or a gateway gave up. */
export function isUnknownOutcome({ class: kind, details }: Failure): boolean {
  if (kind === "timeout" || kind === "network" || kind === "unknown") return true;
  return details?.["status"] === 502 || details?.["status"] === 504;
}

/** What a person reads who has to decide about a call that may not be repeated. */
export function outcomeUnknown(ref: SlotRef, cause: Failure | null): Failure {
  const how = cause ? cause.message : "its owner was lost while it was under way.";
  return {
    class: "unknown",
    code: "OutcomeUnknown",
    severity: "high",
    message: `Whether the call of node ${ref.node} was done is not known: ${how}`,
    retryable: false,
    details: { ...cause?.details, ...(cause ? { cause: cause.code } : {}) },
  };
}
