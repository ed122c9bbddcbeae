import { helpFor } from "../failure.ts";
import type { Actor, Event } from "../run/events.ts";

/** The rule that ended a run, with its numbers. */
export type EndReason = {
  readonly outcome: "succeeded" | "failed" | "cancelled";
  /** `completed`, `degraded`, `cancelled`, or the code of the failure. */
  readonly rule: string;
  readonly message: string;
  /** What to do about it, where the product knows. */
  readonly help: string | null;
  readonly numbers: Readonly<Record<string, string | number | boolean | null>>;
  readonly by: Actor | null;
};

/** Why a run ended, from the event that ended it; `null` for any other event. */
export function whyEnded(event: Event): EndReason | null {
  switch (event.type) {
    case "RunSucceeded":
      return event.degraded
        ? ended("succeeded", "degraded", "All its nodes are final; some gave less than was asked for.")
        : ended("succeeded", "completed", "All its nodes are final and none failed.");
    case "RunFailed": {
      const { code, message, details = {}, escalation } = event.failure;
      const asked = escalation ? { escalatedBy: escalation.run, escalatedAt: escalation.node } : {};
      return { ...ended("failed", code, message), help: helpFor(code), numbers: { ...details, ...asked } };
    }
    case "RunCancelled":
      return { ...ended("cancelled", "cancelled", event.reason), by: event.actor ?? null };
    default:
      return null;
  }
}

function ended(outcome: EndReason["outcome"], rule: string, message: string): EndReason {
  return { outcome, rule, message, help: null, numbers: {}, by: null };
}
