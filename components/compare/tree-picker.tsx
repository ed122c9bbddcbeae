"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { TreeSummary } from "#server/engine/live/wire";
import { messageOf, useTRPC } from "../providers";
import { Age, changeAddress, EmptyState, ErrorState, Input, SkeletonRows, Status } from "../ui";

const SHOWN = 50;

type TreePickerProps = { readonly a: string | null; readonly first: TreeSummary | undefined };

/** Asks for what the address does not name yet: the first run, or the other one. */
export function TreePicker({ a, first }: TreePickerProps) {
  const trpc = useTRPC();
  const [q, setQ] = useState("");
  const list = useQuery({
    ...trpc.runs.list.queryOptions({ limit: SHOWN, ...(q ? { q } : first ? { slug: first.slug } : {}) }),
    placeholderData: (before) => before,
  });
  const choices = list.data?.data.filter(({ id }) => id !== a);
  return (
    <div className="mx-auto grid min-h-0 w-full max-w-2xl content-start gap-3 overflow-y-auto p-4">
      <h2 className="font-semibold">
        {first ? `Compare this run of ${first.name} with…` : "Choose the first run"}
      </h2>
      <Input
        type="search"
        aria-label="Search runs"
        placeholder="Label, workflow, or the beginning of an id"
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {list.error ? (
        <ErrorState
          title="The runs could not be loaded"
          message={messageOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : !choices ? (
        <SkeletonRows rows={6} className="h-8" />
      ) : choices.length === 0 ? (
        <EmptyState title="No such run">Search for another label or workflow.</EmptyState>
      ) : (
        <ul className="divide-y rounded border">
          {choices.map((run) => (
            <li key={run.id}>
              <button
                type="button"
                className="flex h-9 w-full items-center gap-3 px-3 text-left text-small hover:bg-hover"
                onClick={() => changeAddress(a === null ? { a: run.id } : { b: run.id })}
              >
                <Status status={run.status} className="w-28" />
                <span className="min-w-0 grow truncate font-medium">{run.label ?? run.workflow}</span>
                <span className="font-mono text-ink-muted text-micro">{run.id.slice(-6)}</span>
                <Age at={run.startedAt ?? run.createdAt} className="text-ink-muted" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
