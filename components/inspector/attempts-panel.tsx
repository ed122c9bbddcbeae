"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Status as StatusName } from "#server/engine/live/wire";
import type { AttemptRow, NodeRow } from "#server/services/types";
import { every, messageOf, useOnceEnded, useTRPC } from "../providers";
import { Duration, Instant, Status } from "../ui";
import { IterationPicker } from "./iteration-picker";
import { byLoop, iterationOf, type LadderGroup, shownOf } from "./model/iterations";
import { LADDER_EVENTS, type Ladder, laddersOf, type Step } from "./model/ladder";
import { costText, tokensText, totalUsage, workerText } from "./model/usage";
import { placeOf } from "./model/value-href";
import { PlaceValues } from "./place-values";

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
  readonly nodes: readonly NodeRow[];
  readonly live: boolean;
};

/** Every place's attempts as a ladder: each try, and what was done about it when it failed. Of a loop one iteration at a time. */
export function AttemptsPanel({ id, attempts, nodes, live }: AttemptsPanelProps) {
  const trpc = useTRPC();
  const acted = trpc.runs.events.queryOptions({
    id,
    only: "run",
    type: [...LADDER_EVENTS],
    limit: MOST_ACTS,
  });
  const acts = useQuery({
    ...acted,
    staleTime: 0,
    refetchInterval: live ? every(REFRESH_MS) : false,
  });
  useOnceEnded(live, acted.queryKey);
  const ladders = laddersOf(attempts, acts.data?.data ?? []);
  if (ladders.length === 0) return <p className="text-ink-muted">No task was tried in this run.</p>;
  const loops = new Set(nodes.filter(({ kind }) => kind === "loop").map(({ nodeId }) => nodeId));
  const total = totalUsage(attempts);
  return (
    <div className="grid gap-2">
      {total ? (
        <p className="text-ink-muted text-small">
          {tokensText(total)}; cost {costText(total.costUsd)}
        </p>
      ) : null}
      {acts.error ? <p className="text-failed-ink text-small">{messageOf(acts.error)}</p> : null}
      {byLoop(ladders, loops).map((group) =>
        group.ladders.length > 1 ? (
          <Iterations key={group.loop} id={id} group={group} />
        ) : (
          group.ladders.map((ladder) => <Steps key={ladder.place} id={id} ladder={ladder} />)
        ),
      )}
    </div>
  );
}

function Iterations({ id, group }: { readonly id: string; readonly group: LadderGroup }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = shownOf(group, chosen);
  if (!shown) return null;
  return (
    <section className="grid gap-2" aria-label={`Iterations of ${group.loop}`}>
      <IterationPicker
        loop={group.loop ?? ""}
        iterations={group.ladders.map(iterationOf)}
        at={iterationOf(shown)}
        onChange={setChosen}
      />
      <Steps id={id} ladder={shown} />
    </section>
  );
}

function Steps({ id, ladder: { place, steps } }: { readonly id: string; readonly ladder: Ladder }) {
  return (
    <ol aria-label={`Attempts of ${place}`} className="grid gap-2">
      {steps.map((step) => (
        <Rung key={step.kind === "act" ? `e${step.seq}` : `a${step.attempt.attempt}`} id={id} step={step} />
      ))}
    </ol>
  );
}

function Rung({ id, step }: { readonly id: string; readonly step: Step }) {
  if (step.kind === "attempt")
    return (
      <li className="rounded border px-3 py-2">
        <Attempt attempt={step.attempt} />
        <AttemptValues id={id} attempt={step.attempt} />
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

/** Fetched when they are first looked at. */
function AttemptValues({ id, attempt }: { readonly id: string; readonly attempt: AttemptRow }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-1 text-small" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-ink-muted">Input and output</summary>
      <div className="mt-1">
        {open ? <PlaceValues place={placeOf(id, attempt)} live={attempt.endedAt === null} /> : null}
      </div>
    </details>
  );
}

function Moment({ label, at }: { readonly label: string; readonly at: string | null }) {
  if (at === null) return null;
  return (
    <>
      <dt className="text-ink-faint leading-6">{label}</dt>
      <dd className="leading-6">
        <Instant at={at} />
      </dd>
    </>
  );
}
