"use client";
import { useQuery } from "@tanstack/react-query";
import type { AgentHealth } from "#server/services/types-agents";
import type { BreakerDetail, BreakerSummary } from "#server/services/types-breakers";
import { every, messageOf, statusOf, useTRPC } from "../providers";
import {
  Ago,
  Drawer,
  ErrorState,
  formatCost,
  formatCount,
  formatDuration,
  KeyValues,
  Link,
  Skeleton,
} from "../ui";
import { whatOf } from "./agents-table";
import { BreakerMenu } from "./breaker-menu";
import { BreakerState } from "./breaker-state";

type Agent = AgentHealth["agents"][number];
type DrawerProps = {
  /** Breaker that is looked at; `null` = none. */
  readonly id: string | null;
  /** The agent that it is of. */
  readonly agent: Agent | undefined;
  readonly onClose: () => void;
};

const REFRESH_MS = 5_000;

/** A breaker close up: why it stands as it does, what waits for it, and who uses the agent behind it. */
export function BreakerDrawer({ id, agent, onClose }: DrawerProps) {
  return (
    <Drawer
      open={id !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={agent?.name ?? id ?? ""}
      description={agent ? whatOf(agent) : undefined}
    >
      <div className="grid grid-cols-1 gap-5" data-testid="breaker-drawer">
        {id === null ? null : <Standing id={id} agent={agent} />}
        {agent ? <AgentFacts agent={agent} /> : null}
      </div>
    </Drawer>
  );
}

function Standing({ id, agent }: { readonly id: string; readonly agent: Agent | undefined }) {
  const trpc = useTRPC();
  const detail = useQuery({
    ...trpc.breakers.get.queryOptions({ id }),
    refetchInterval: every(REFRESH_MS),
    retry: false,
  });
  // Nothing is known of a breaker that has never failed: it is closed, as the list says.
  const unknown = statusOf(detail.error) === 404;
  const breaker = detail.data ?? (unknown ? agent?.breaker : undefined);
  if (!breaker && unknown)
    return <p className="text-ink-muted">Nothing is known of this breaker: it has never failed.</p>;
  if (!breaker && detail.error)
    return (
      <ErrorState
        title="The breaker could not be loaded"
        message={messageOf(detail.error)}
        onRetry={() => void detail.refetch()}
      />
    );
  if (!breaker) return <Skeleton className="h-24" />;
  return (
    <>
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <BreakerState breaker={breaker} />
        </div>
        <BreakerMenu breaker={breaker} name={agent?.name ?? breaker.id} />
      </div>
      <Figures breaker={breaker} />
      {detail.data ? <Waiting waiting={detail.data.waiting} held={detail.data.held} /> : null}
    </>
  );
}

function Figures({ breaker }: { readonly breaker: BreakerSummary }) {
  const { forced, failures, trips, probes, lastFailure, lastFailedAt, computed } = breaker;
  return (
    <KeyValues
      items={[
        ...(forced
          ? [
              { key: "Held", value: `${forced.state} by ${forced.by}` },
              { key: "Why", value: forced.reason },
              { key: "Figures say", value: computed === "halfOpen" ? "half-open" : computed },
            ]
          : []),
        { key: "Failures in a row", value: formatCount(failures) },
        { key: "Opened in a row", value: formatCount(trips) },
        ...(probes > 0 ? [{ key: "Calls that find out", value: formatCount(probes) }] : []),
        {
          key: "Last failure",
          value:
            lastFailedAt === null ? (
              "none"
            ) : (
              <>
                <Ago at={lastFailedAt} /> {lastFailure}
              </>
            ),
        },
      ]}
    />
  );
}

function Waiting({ waiting, held }: Pick<BreakerDetail, "waiting" | "held">) {
  return (
    <section>
      <h3 className="mb-1.5 font-medium">Waiting for it</h3>
      {waiting.length === 0 ? (
        <p className="text-ink-muted">Nothing waits.</p>
      ) : (
        <ul className="divide-y rounded border">
          {waiting.map(({ runId, label, slug, nodeId, item, since }) => (
            <li key={`${runId} ${nodeId} ${item}`} className="flex items-center gap-2 px-3 py-1.5 text-small">
              <Link href={`/runs/${runId}`} className="min-w-0 grow truncate text-accent-ink hover:underline">
                {label ?? slug}
              </Link>
              <span className="font-mono text-ink-faint">
                {nodeId}
                {item === null ? "" : `[${item}]`}
              </span>
              <Ago at={since} className="text-ink-faint" />
            </li>
          ))}
        </ul>
      )}
      {held.places > waiting.length ? (
        <p className="mt-1 text-ink-muted text-small">{formatCount(held.places)} in all.</p>
      ) : null}
    </section>
  );
}

function AgentFacts({
  agent: { description, capabilities, uses, recent, concurrency, load },
}: {
  readonly agent: Agent;
}) {
  return (
    <>
      <section>
        <h3 className="mb-1.5 font-medium">Calls of the last 24 hours</h3>
        <KeyValues
          items={[
            { key: "Calls", value: `${formatCount(recent.calls)}, ${formatCount(recent.failed)} failed` },
            {
              key: "Took",
              value:
                recent.p50Ms === null || recent.p95Ms === null
                  ? "–"
                  : `${formatDuration(recent.p50Ms)} (p50), ${formatDuration(recent.p95Ms)} (p95)`,
            },
            { key: "Used", value: `${formatCount(recent.tokens)} tokens, ${formatCost(recent.costUsd)}` },
            { key: "At a time", value: `${formatCount(load.working)} of ${formatCount(concurrency)} now` },
            { key: "Can", value: capabilities.join(", ") || "–" },
          ]}
        />
        {description ? <p className="mt-2 text-ink-muted text-small">{description}</p> : null}
      </section>
      <section>
        <h3 className="mb-1.5 font-medium">Nodes that ask it</h3>
        {uses.length === 0 ? (
          <p className="text-ink-muted">No published workflow asks it.</p>
        ) : (
          <ul className="divide-y rounded border">
            {uses.map(({ workflow, name, node, by }) => (
              <li key={`${workflow} ${node}`} className="flex items-center gap-2 px-3 py-1.5 text-small">
                <Link
                  href={`/workflows/${workflow}`}
                  className="min-w-0 grow truncate text-accent-ink hover:underline"
                >
                  {name}
                </Link>
                <span className="font-mono text-ink-faint">{node}</span>
                <span className="text-ink-faint">{by === "id" ? "by name" : "by what it can"}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
