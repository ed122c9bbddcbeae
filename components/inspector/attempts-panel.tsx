"use client";
import { useQuery } from "@tanstack/react-query";
import type { Status as StatusName } from "#server/engine/live/wire";
import type { AttemptRow } from "#server/services/types";
import { every, messageOf, useTRPC } from "../providers";
import { Duration, Instant, Status } from "../ui";
import { LADDER_EVENTS, laddersOf, type Step } from "./model/ladder";
import { costText, tokensText, totalUsage, workerText } from "./model/usage";

const REFRESH_MS = 3_000;
const MOST_ACTS = 500;

const STATUS_OF: Readonly<Record<AttemptRow["status"], StatusName>> = {
  queued: "queued",
  running: "running",
  retrying: "failed",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
};

type AttemptsPanelProps = {
  readonly id: string;
  readonly attempts: readonly AttemptRow[];
  readonly live: boolean;
};

/** Every place's attempts as a ladder: each try, and what was done about it when it failed. */
export function AttemptsPanel({ id, attempts, live }: AttemptsPanelProps) {
  const trpc = useTRPC();
  const acts = useQuery({
    ...trpc.runs.events.queryOptions({ id, only: "run", type: [...LADDER_EVENTS], limit: MOST_ACTS }),
    staleTime: 0,
    refetchInterval: live ? every(REFRESH_MS) : false,
  });
  const ladders = laddersOf(attempts, acts.data?.data ?? []);
  if (ladders.length === 0) return <p className="text-ink-muted">No task was tried in this run.</p>;
  const total = totalUsage(attempts);
  return (
    <div className="grid gap-2">
      {total ? (
        <p className="text-ink-muted text-small">
          {tokensText(total)}; cost {costText(total.costUsd)}
        </p>
      ) : null}
      {acts.error ? <p className="text-failed-ink text-small">{messageOf(acts.error)}</p> : null}
      {ladders.map(({ place, steps }) => (
        <ol key={place} aria-label={`Attempts of ${place}`} className="grid gap-2">
          {steps.map((step) => (
            <Rung key={step.kind === "act" ? `e${step.seq}` : `a${step.attempt.attempt}`} step={step} />
          ))}
        </ol>
      ))}
    </div>
  );
}

function Rung({ step }: { readonly step: Step }) {
  if (step.kind === "attempt")
    return (
      <li className="rounded border px-3 py-2">
        <Attempt attempt={step.attempt} />
      </li>
    );
  return (
    <li
      className="ml-3 flex gap-2 border-l-2 border-degraded py-0.5 pl-3 text-small"
      data-testid="ladder-act"
    >
      <span className="min-w-0 break-words">
        {step.text}
        {step.why ? <span className="block text-ink-muted text-micro">after {step.why}</span> : null}
      </span>
      <span className="ml-auto shrink-0 text-ink-muted text-micro">
        <Instant at={step.at} />
      </span>
    </li>
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
