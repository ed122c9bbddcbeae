"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { STRATEGY_TYPES } from "#server/engine/context/strategy-types";
import type { ContextEntry, RunContextView } from "#server/services/run/context-types";
import { messageOf, useTRPC } from "../providers";
import { Badge, ErrorState, formatBytes, Select, Skeleton } from "../ui";
import { ContextDiff } from "./context-diff";
import { explainStrategy, writtenBy } from "./model/context";
import { entryHref } from "./model/value-href";
import { Payload } from "./payload";

type ContextPanelProps = {
  readonly id: string;
  readonly live: boolean;
  /** Behind a link nothing can be tried, and nothing more be loaded than the link shows. */
  readonly isShared?: boolean;
};

const REFRESH_MS = 2_000;

/** What a run was handed of its parent's context, what it wrote, and what another strategy would have handed it. */
export function ContextPanel({ id, live, isShared = false }: ContextPanelProps) {
  const trpc = useTRPC();
  const context = useQuery({
    ...trpc.runs.context.queryOptions({ id }),
    staleTime: 0,
    refetchInterval: live ? REFRESH_MS : false,
  });
  if (context.error) {
    return (
      <ErrorState
        title="The context could not be loaded"
        message={messageOf(context.error)}
        onRetry={() => void context.refetch()}
      />
    );
  }
  return context.data ? (
    <Shown id={id} view={context.data} isShared={isShared} />
  ) : (
    <Skeleton className="h-40" />
  );
}

type ShownProps = { readonly id: string; readonly view: RunContextView; readonly isShared: boolean };

function Shown({ id, view, isShared }: ShownProps) {
  const { receipt, entries, parentId, conflicts } = view;
  if (!receipt && entries.length === 0)
    return (
      <p className="text-ink-muted">
        This run uses no context. A workflow gives its runs one with “context” in its graph.
      </p>
    );
  const href = isShared ? undefined : (key: string) => entryHref(id, key);
  const written = writtenBy(entries, receipt?.strategy === "start");
  return (
    <div className="grid grid-cols-1 gap-5">
      {receipt ? (
        <section className="grid gap-3">
          <p className="text-ink-muted text-small">{explainStrategy(receipt)}</p>
          <ContextDiff receipt={receipt} />
        </section>
      ) : null}
      {conflicts.map(({ key, kept, nodeId }) => (
        <p key={`${key}/${nodeId}`} className="text-degraded-ink text-small">
          Parallel writes of <span className="font-mono">{key}</span> at node {nodeId}: the {kept} one stands.
        </p>
      ))}
      <Entries title="Written by this run" entries={written} href={href} />
      <Entries title="Entries" entries={entries.filter((entry) => !written.includes(entry))} href={href} />
      {!isShared && parentId !== null && receipt && receipt.strategy !== "start" ? <WhatIf id={id} /> : null}
    </div>
  );
}

type EntriesProps = {
  readonly title: string;
  readonly entries: readonly ContextEntry[];
  /** Where all of one can be had; `undefined` = nowhere. */
  readonly href: ((key: string) => string) | undefined;
};

function Entries({ title, entries, href }: EntriesProps) {
  if (entries.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 font-medium text-ink-muted text-small">{title}</h3>
      <ul className="divide-y rounded border">
        {entries.map((entry) => (
          <li key={entry.key}>
            <details className="group px-2 py-1 text-small">
              <summary className="flex cursor-pointer items-center gap-2">
                <span className="min-w-0 truncate font-medium font-mono">{entry.key}</span>
                {entry.labels.map((label) => (
                  <Badge key={label}>{label}</Badge>
                ))}
                <span className="ml-auto whitespace-nowrap font-mono text-ink-muted">
                  {formatBytes(entry.bytes)}
                </span>
              </summary>
              <p className="mt-1 break-words text-ink-faint text-micro">{provenance(entry)}</p>
              {entry.hidden ? (
                <p className="text-ink-muted">The value is not shown: it is a secret.</p>
              ) : (
                <Payload value={entry.value} label={entry.key} {...(href ? { href: href(entry.key) } : {})} />
              )}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function provenance({ origin, hop, tokens, estimated, packedBytes, transforms }: ContextEntry): string {
  const from = origin.nodeId === null ? "the start of its run" : `node ${origin.nodeId}`;
  const way = hop === 0 ? "" : `, ${hop} ${hop === 1 ? "level" : "levels"} up`;
  const packed = packedBytes === null ? "" : `, ${formatBytes(packedBytes)} in the store`;
  const changes = transforms.map(({ did, by }) => `, ${did} by ${by}`).join("");
  return `From ${from}${way}; ${estimated ? "about " : ""}${tokens.toLocaleString("en-US")} tokens${packed}${changes}`;
}

const CHOICES = STRATEGY_TYPES.filter((type) => type !== "custom");
const OPTIONS = [
  { value: "", label: "Choose a strategy" },
  ...CHOICES.map((type) => ({ value: type, label: type })),
];

function WhatIf({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const [strategy, setStrategy] = useState<string | null>(null);
  const tried = useQuery({
    ...trpc.runs.contextWhatIf.queryOptions({ id, context: strategy }),
    enabled: strategy !== null,
  });
  return (
    <section className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium text-ink-muted text-small">Try another strategy on this hand-off</h3>
        <Select
          label="Strategy"
          value={strategy ?? ""}
          options={OPTIONS}
          onChange={(chosen) => setStrategy(chosen === "" ? null : chosen)}
        />
      </div>
      {tried.error ? <p className="text-failed-ink text-small">{messageOf(tried.error)}</p> : null}
      {strategy !== null && tried.isPending ? <Skeleton className="h-24" /> : null}
      {tried.data ? (
        <>
          <p className="text-ink-muted text-small">{explainStrategy(tried.data.receipt)}</p>
          <ContextDiff receipt={tried.data.receipt} />
        </>
      ) : null}
    </section>
  );
}
