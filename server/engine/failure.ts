import type { Stored } from "./values/json.ts";

/**
 * Stable codes of the core's own failures, each with what to do about it; the first four are the guide's.
 * A task may fail with a code of its own, and a `fail` node states one; those are not in this table.
 */
const FAILURE_HELP = {
  RecursionLimitExceeded:
    "The recursion went deeper than maxDepth. Raise the limit, or give the recursion an earlier end.",
  RecursionCycleDetected:
    "A run would have repeated its ancestors, with the same input or with one that asks for the same. Let what the workflow reads change on the way down, or report cycles with onCycle.",
  ResourceEscalationExceeded:
    "The tree used up a limit on its size. Raise the limit, or start fewer children.",
  PerformanceDegradation:
    "A node took far longer than it usually does at this depth. Look at its attempts, or lower the threshold.",
  RecursionStalled:
    "The recursion does not get on: its measure has not fallen for stallLevels levels, or the same work was only handed on. Make the work smaller on the way down, or correct the measure.",
  BudgetExceeded:
    "A limit on attempts, nodes, tokens or cost is used up. Raise it, top the run up while it waits, or choose another onBudgetExhausted.",
  RecursionTimeout:
    "The tree was active for as long as recursionTimeoutMs allows. Raise it, or do less in one tree.",
  ExpressionFailed:
    "An expression could not be evaluated. The message names the place and what it found there.",
  NoCaseHolds: "No case of a decision held and it has no default. Add a default port.",
  JoinUnreachable: "A map's join asks for more completed items than it can get.",
  LoopLimitReached:
    "A loop ran as often as maxIterations allows and nothing ended it. Raise it, correct its conditions, or set onLimit to succeed.",
  SignalTimedOut:
    "The signal that a wait waited for did not come in time. Send it earlier, or let the wait continue.",
  ApprovalDenied:
    "A person denied an approval, or nobody gave it in time. Lead an edge from its denied port to go on.",
  ApprovalExpired: "An approval was not answered in time. Lead an edge from its expired port to go on.",
  PlanInvalid:
    "A plan cannot be carried out. The message names what is wrong with it. Correct who makes it, or allow what it uses.",
  InputInvalid:
    "What reached a node, or a run, does not fit its inputSchema. The message names the place and what is wrong there.",
  OutputInvalid:
    "The result of a node, or of a run, does not fit its outputSchema. The message names the place and what is wrong there.",
  TaskUnknown: "The node names a task that is not registered here. Register it, or correct its name.",
  CodeOff: "Code nodes are off here. An admin can turn them on; a task does the same without it.",
  AgentUnknown:
    "The node needs an agent that is not registered, or is disabled. Register one, or change the node.",
  TaskFailed: "The task failed and has no attempts left.",
  TaskTimedOut: "The task took longer than its timeoutMs.",
  WorkflowUnknown: "The node starts a workflow that is not published here.",
  ValueTooLarge: "A value is over the limit for one value. Pass a part of it, or a reference to it.",
  ValueInvalid: "A value cannot be stored: it is not JSON, nested too deep, or uses the reserved key $blob.",
  ContextConflict:
    "A child and its parent wrote the same entry of the context at the same time. Choose a reducer that can join them, or set onConflict.",
  ContextForbidden:
    "Something with a label would have crossed into a run that may not see it. Leave it out, or allow the label deeper.",
  InheritanceUnknown:
    "A context strategy names a function that is not registered here. Register it, or correct its name.",
  InheritanceFailed: "A registered inheritance function failed. The message says how.",
  OutcomeUnknown:
    "The call may or may not have been done, and its node says at most once. Look at the other side, then retry it, mark it done, or fail it.",
  RecoveryUnknown:
    "A recovery names a strategy that is not registered here. Register it, or correct its name.",
  RecoveryFailed: "A registered recovery strategy failed. The message says how.",
  CompensationIncomplete:
    "The run has ended, but not all that it had done was undone. Look at its compensation run.",
  ChildFailed: "A child run was cancelled, so its parent could not go on.",
  Failed: "A fail node ended the run.",
} as const;
export type FailureCode = keyof typeof FAILURE_HELP;

/** What to do about a code of the core; `null` for a code that a task or a `fail` node made up. */
export function helpFor(code: string): string | null {
  return Object.hasOwn(FAILURE_HELP, code) ? FAILURE_HELP[code as FailureCode] : null;
}

/** What kind of thing went wrong. From `network` on: what `recovery/classify.ts` makes of a failed attempt. */
export const FAILURE_CLASSES = [
  "limit",
  "cycle",
  "timeout",
  "task",
  "definition",
  "child",
  "stated",
  "network",
  "rateLimit",
  "unavailable",
  "permission",
  "input",
  "output",
  "budget",
  "unknown",
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** How much it matters, from the least to the most. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A run that could not go on asks the run above it. It travels with the failure until somebody has dealt with it. */
export type Escalation = {
  /** Address of the place that asked, and which asking of it: `3/fetch#1`. */
  readonly id: string;
  readonly run: string;
  readonly node: string;
  /** What there is of a result. */
  readonly partial?: Stored;
};

/** What a node or run ended with, as data. `code` is a `FailureCode` or a task's own code. */
export type Failure = {
  readonly class: FailureClass;
  readonly code: string;
  /** One readable line: what happened and, where there is one, what to do. */
  readonly message: string;
  /** Whether another attempt may succeed. */
  readonly retryable: boolean;
  /** Absent = what the table of `recovery/classify.ts` says of its class; see `severityOf`. */
  readonly severity?: Severity;
  readonly escalation?: Escalation;
  /** Numbers and addresses behind the message, such as `{limit: "maxDepth", max: 10, depth: 11}`. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
};
