/**
 * Stable codes of failures. The first four are the guide's.
 * A task may fail with a code of its own; it then carries class `task`.
 */
export const FAILURE_CODES = [
  "RecursionLimitExceeded",
  "RecursionCycleDetected",
  "ResourceEscalationExceeded",
  "PerformanceDegradation",
  "RecursionTimeout",
  "ExpressionFailed",
  "TaskFailed",
  "TaskTimedOut",
  "TaskUnknown",
  "WorkflowUnknown",
  "ValueTooLarge",
  "ValueInvalid",
  "ChildFailed",
  "JoinUnreachable",
  "Failed",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

export type FailureClass = "limit" | "cycle" | "timeout" | "task" | "definition" | "child" | "stated";

/** What a node or run ended with, as data. `code` is a `FailureCode` or a task's own code. */
export type Failure = {
  readonly class: FailureClass;
  readonly code: string;
  /** One readable line: what happened and, where there is one, what to do. */
  readonly message: string;
  /** Whether another attempt may succeed. */
  readonly retryable: boolean;
  /** Numbers and addresses behind the message, such as `{limit: "maxDepth", max: 10, depth: 11}`. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
};
