import type { EpochMs, RunNo } from "../ids.ts";
import type { Event } from "../run/events.ts";

export const MOMENT_KINDS = ["failure", "escalation", "budget", "change", "person", "cycle"] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

/** Something in a tree's past that a person may want to go back to. */
export type Moment = {
  readonly seq: number;
  readonly at: EpochMs;
  readonly kind: MomentKind;
  /** `null` = of the whole tree. */
  readonly run: RunNo | null;
  /** Of a cycle: the run on its ancestor path that would be repeated. */
  readonly ancestor?: RunNo;
  /** One line that says what happened. */
  readonly text: string;
};

/** The moment that an event is; `null` = none. Texts carry no payloads. */
export function momentOf(seq: number, event: Event): Moment | null {
  const said = say(event);
  if (!said) return null;
  const [kind, text] = said;
  return {
    seq,
    at: event.at,
    kind,
    run: "run" in event ? event.run : null,
    ...("ancestor" in event ? { ancestor: event.ancestor } : {}),
    text,
  };
}

type Said = readonly [MomentKind, string];

function say(event: Event): Said | null {
  return ofFailure(event) ?? ofBudget(event) ?? ofPerson(event) ?? ofChange(event);
}

function ofFailure(event: Event): Said | null {
  switch (event.type) {
    case "RunFailed":
      return ["failure", `Failed: ${event.failure.code}`];
    case "SlotParked":
      return ["failure", `Waits for a person: ${event.failure.code}`];
    case "EscalationRaised":
      return ["escalation", `Escalated to run ${event.to}: ${event.failure.code}`];
    case "EscalationPassed":
      return [
        "escalation",
        event.to === null ? "Escalation ended at the root" : `Escalation passed on to run ${event.to}`,
      ];
    case "EscalationHandled":
      return ["escalation", `Escalation handled: ${event.choice}`];
    case "CycleDetected":
      return ["cycle", `Cycle: would repeat run ${event.ancestor}`];
    case "CycleSuspected":
      return ["cycle", `Cycle suspected: run ${event.ancestor} again`];
    default:
      return null;
  }
}

function ofBudget(event: Event): Said | null {
  switch (event.type) {
    case "ThresholdReached":
      return ["budget", `${event.limit} at ${event.used} of ${event.max}`];
    case "EscalationRequested":
      return ["budget", `Asked for more ${event.dimension}`];
    case "EscalationGranted":
      return ["budget", `Was granted more ${event.dimension}`];
    case "EscalationRefused":
      return ["budget", `Was refused more ${event.dimension}`];
    case "ToppedUp":
      return ["budget", `Topped up by ${event.actor.name}`];
    case "SlotDegraded":
      return ["budget", `Goes on with less: ${event.failure.code}`];
    default:
      return null;
  }
}

function ofPerson(event: Event): Said | null {
  switch (event.type) {
    case "TreePaused":
      return event.byLimit ? ["budget", "Paused by a limit"] : ["person", `Paused by ${event.actor.name}`];
    case "TreeResumed":
      return ["person", `Resumed by ${event.actor.name}`];
    case "CancelRequested":
      return ["person", `Cancelled by ${event.actor.name}`];
    case "NodeRetried":
      return ["person", `${event.node} retried by ${event.actor.name}`];
    case "ApprovalAnswered":
      return ["person", `${event.node} ${event.approve ? "approved" : "rejected"} by ${event.actor.name}`];
    case "VariableSet":
      return ["person", `${event.name} set by ${event.actor.name}`];
    default:
      return null;
  }
}

function ofChange(event: Event): Said | null {
  switch (event.type) {
    case "ResourcesScaled":
      return ["change", `Allowances × ${event.factor} by ${event.actor.name}`];
    case "AllowanceChanged":
      return [
        "change",
        `${event.allowance} ${event.to === 1 ? "raised" : "lowered"} at depth ${event.depth}`,
      ];
    case "PlanMade":
      return event.single ? ["change", `${event.node} planned a graph`] : null;
    case "TreeRecovered":
      return ["change", "Taken over by another owner"];
    default:
      return null;
  }
}
