import type { Failure } from "#server/engine/failure";

/** What each stable code means and what helps. */
const HELP: Readonly<Record<string, string>> = {
  RecursionLimitExceeded:
    "The tree reached a limit of its workflow. Raise maxDepth or maxRuns, or let the recursion stop earlier with a condition.",
  RecursionCycleDetected:
    "This run would repeat one of its ancestors with the same input. Change the input on the way down, or set onCycle to report.",
  ResourceEscalationExceeded:
    "The tree uses more than its share of what it may. Narrow the fan-out or raise the threshold.",
  PerformanceDegradation:
    "The node is much slower than in its past runs. Look at its task, or lower the threshold.",
  RecursionTimeout: "The tree worked longer than recursionTimeoutMs. Raise it, or start smaller parts.",
  ExpressionFailed:
    "An expression could not be evaluated with the values of this run. The message names it and the place.",
  TaskFailed: "The task itself failed. The attempts show each try; the message is the task's own.",
  TaskTimedOut: "The task ran longer than its timeoutMs. Raise it, or make the work smaller.",
  TaskUnknown:
    "No task of that name is registered. Check the name, or add the task to banyan.config.ts or tasks/.",
  WorkflowUnknown: "No workflow has that slug. Create it, or correct the slug in the node.",
  ValueTooLarge: "A value is above 16 MB. Hand on a reference to the data instead of the data.",
  ChildFailed: "A child run failed and this node does not tolerate it. Go down to the child for the cause.",
  JoinUnreachable: "So many branches failed that the join can no longer be satisfied.",
};

export function FailurePanel({ failure }: { readonly failure: Failure }) {
  const details = Object.entries(failure.details ?? {});
  return (
    <div className="grid gap-3">
      <div className="rounded bg-failed-soft px-3 py-2 text-failed-ink">
        <p className="font-medium font-mono text-small">{failure.code}</p>
        <p className="mt-0.5 break-words">{failure.message}</p>
      </div>
      {HELP[failure.code] ? <p className="text-ink-muted">{HELP[failure.code]}</p> : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-small">
        <dt className="text-ink-faint">Class</dt>
        <dd>{failure.class}</dd>
        <dt className="text-ink-faint">Another try may help</dt>
        <dd>{failure.retryable ? "yes" : "no"}</dd>
        {details.map(([name, value]) => (
          <Detail key={name} name={name} value={String(value)} />
        ))}
      </dl>
    </div>
  );
}

function Detail({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="font-mono text-ink-faint">{name}</dt>
      <dd className="break-all font-mono">{value}</dd>
    </>
  );
}
