import type { Status as StatusName } from "#server/engine/live/wire";
import type { AttemptRow } from "#server/services/types";
import { Duration, Instant, Status } from "../ui";
import { costText, tokensText, totalUsage, workerText } from "./model/usage";

const STATUS_OF: Readonly<Record<AttemptRow["status"], StatusName>> = {
  queued: "queued",
  running: "running",
  retrying: "failed",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
};

export function AttemptsPanel({ attempts }: { readonly attempts: readonly AttemptRow[] }) {
  if (attempts.length === 0) return <p className="text-ink-muted">No task was tried in this run.</p>;
  const total = totalUsage(attempts);
  return (
    <div className="grid gap-2">
      {total ? (
        <p className="text-ink-muted text-small">
          {tokensText(total)}; cost {costText(total.costUsd)}
        </p>
      ) : null}
      <Attempts attempts={attempts} />
    </div>
  );
}

function Attempts({ attempts }: { readonly attempts: readonly AttemptRow[] }) {
  return (
    <ol className="grid gap-2">
      {attempts.map((attempt) => (
        <li key={`${attempt.nodeId}/${attempt.item}/${attempt.attempt}`} className="rounded border px-3 py-2">
          <Attempt attempt={attempt} />
        </li>
      ))}
    </ol>
  );
}

function Attempt({ attempt }: { readonly attempt: AttemptRow }) {
  return (
    <>
      <div className="flex items-center gap-2">
        <span className="min-w-0 truncate font-medium font-mono text-small">
          {attempt.nodeId}
          {attempt.item === null ? "" : `[${attempt.item}]`}
        </span>
        <span className="text-ink-faint text-small">attempt {attempt.attempt}</span>
        <Status status={STATUS_OF[attempt.status]} className="ml-auto" />
        {attempt.startedAt ? (
          <Duration from={attempt.startedAt} to={attempt.endedAt} className="text-small text-ink-muted" />
        ) : null}
      </div>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-ink-muted text-micro">
        <dt className="text-ink-faint">Task</dt>
        <dd className="truncate font-mono">
          {workerText(attempt.task)}, {attempt.pure ? "pure" : "effectful"}
          {attempt.deliveries > 1 ? `, handed out ${attempt.deliveries} times` : ""}
        </dd>
        {attempt.usage ? (
          <>
            <dt className="text-ink-faint">Tokens</dt>
            <dd>{tokensText(attempt.usage)}</dd>
            <dt className="text-ink-faint">Cost</dt>
            <dd>{costText(attempt.usage.costUsd)}</dd>
          </>
        ) : null}
        <Moment label="Queued" at={attempt.queuedAt} />
        <Moment label="Started" at={attempt.startedAt} />
        <Moment label="Ended" at={attempt.endedAt} />
        <Moment label="Next try" at={attempt.retryAt} />
      </dl>
      {attempt.failure ? (
        <p className="mt-1 break-words text-failed-ink text-small">
          <span className="font-mono">{attempt.failure.code}</span>: {attempt.failure.message}
        </p>
      ) : null}
    </>
  );
}

function Moment({ label, at }: { readonly label: string; readonly at: string | null }) {
  if (at === null) return null;
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd>
        <Instant at={at} />
      </dd>
    </>
  );
}
