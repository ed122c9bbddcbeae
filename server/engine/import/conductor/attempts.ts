import type { RetryOverrides } from "../../graph/fields.ts";
import { LONGEST_MS } from "../../graph/fields.ts";
import type { ConductorTask } from "./shape.ts";

export type Attempts = {
  readonly fields: { readonly retry?: RetryOverrides; readonly timeoutMs?: number };
  /** What of it is not the same here. */
  readonly told: readonly string[];
};

/** How often and how long a task is tried. @param unsaid How often it is tried again where the file does not say. */
export function attemptsOf(task: ConductorTask, unsaid?: number): Attempts {
  const count = task.retryCount ?? task.taskDefinition?.retryCount ?? unsaid;
  const retry = count === undefined ? undefined : { maxAttempts: Math.min(100, count + 1), ...waitsOf(task) };
  const timeoutMs = timeoutOf(task);
  return {
    fields: { ...(retry ? { retry } : {}), ...(timeoutMs === null ? {} : { timeoutMs }) },
    told: [
      ...(count !== undefined && count > 99 ? ["100 attempts are the most."] : []),
      ...(task.taskDefinition?.retryLogic === "LINEAR_BACKOFF"
        ? ["The wait before each attempt grows there, and stays the same here."]
        : []),
      ...timeoutTold(task, count ?? 1),
    ],
  };
}

/** What is told of attempts where a node has none. */
export function attemptsTold({ retryCount, taskDefinition }: ConductorTask): readonly string[] {
  const count = retryCount ?? taskDefinition?.retryCount ?? 0;
  return [
    ...(count > 0 ? ["It is not tried again here when it fails."] : []),
    ...(taskDefinition?.timeoutSeconds ? ["Its timeout is not kept."] : []),
  ];
}

const DEFAULT_DELAY_S = 60;

function waitsOf({ taskDefinition }: ConductorTask): RetryOverrides {
  if (!taskDefinition) return {};
  const { retryDelaySeconds, retryLogic } = taskDefinition;
  const initialMs = Math.min(LONGEST_MS, Math.round((retryDelaySeconds ?? DEFAULT_DELAY_S) * 1_000));
  return retryLogic === "EXPONENTIAL_BACKOFF"
    ? { initialMs, coefficient: 2, capMs: LONGEST_MS, jitter: 0 }
    : { initialMs, coefficient: 1, capMs: initialMs, jitter: 0 };
}

function timeoutOf({ taskDefinition }: ConductorTask): number | null {
  const seconds = taskDefinition?.timeoutSeconds || taskDefinition?.responseTimeoutSeconds;
  if (!seconds || taskDefinition?.timeoutPolicy === "ALERT_ONLY") return null;
  return Math.max(1, Math.min(LONGEST_MS, Math.round(seconds * 1_000)));
}

function timeoutTold({ taskDefinition }: ConductorTask, retries: number): readonly string[] {
  const { timeoutSeconds, timeoutPolicy = "TIME_OUT_WF", responseTimeoutSeconds } = taskDefinition ?? {};
  if (!timeoutSeconds)
    return responseTimeoutSeconds ? ["How long it may stay silent there, it may take here."] : [];
  if (timeoutPolicy === "ALERT_ONLY")
    return ["That it takes too long is only reported there, and here it is not."];
  return timeoutPolicy !== "RETRY" && retries > 0
    ? ["A timeout ends the run there; here it is tried again first."]
    : [];
}
