"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { EventRow } from "#server/services/types";
import { messageOf, useTRPCClient } from "../providers";
import { Button, CopyButton, ErrorState, Instant, MultiCombobox, Skeleton } from "../ui";
import { EVENT_TYPES, factsOf, placeIn, printEvents } from "./model/journal";
import { ValueView } from "./value-view";

const PAGE = 100;

type JournalPanelProps = { readonly id: string; readonly live: boolean };

/** What was written of a run, in order, a page at a time. */
export function JournalPanel({ id, live }: JournalPanelProps) {
  const client = useTRPCClient();
  const [types, setTypes] = useState<readonly string[]>([]);
  const journal = useInfiniteQuery({
    queryKey: ["run-journal", id, types],
    queryFn: ({ pageParam, signal }) =>
      client.runs.events.query(
        { id, only: "run", after: pageParam, limit: PAGE, ...(types.length > 0 ? { type: [...types] } : {}) },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.nextCursor === null ? undefined : Number(page.nextCursor)),
    staleTime: 0,
  });
  const events = journal.data?.pages.flatMap(({ data }) => data);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <MultiCombobox
          label="Types of event"
          className="min-w-44 grow"
          placeholder="All types of event"
          value={types}
          options={EVENT_TYPES.map((type) => ({ value: type, label: type }))}
          onChange={setTypes}
        />
        {events && events.length > 0 ? (
          <CopyButton text={printEvents(events)} label={`Copy ${events.length} events as JSON`} />
        ) : null}
        {live ? (
          <Button size="small" busy={journal.isRefetching} onClick={() => void journal.refetch()}>
            Look again
          </Button>
        ) : null}
      </div>
      {journal.error ? (
        <ErrorState
          title="The journal could not be loaded"
          message={messageOf(journal.error)}
          onRetry={() => void journal.refetch()}
        />
      ) : events ? (
        <Events events={events} />
      ) : (
        <Skeleton className="h-40" />
      )}
      {journal.hasNextPage ? (
        <Button size="small" busy={journal.isFetchingNextPage} onClick={() => void journal.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}

function Events({ events }: { readonly events: readonly EventRow[] }) {
  if (events.length === 0) return <p className="text-ink-muted">No such event yet.</p>;
  return (
    <ol className="divide-y rounded border" data-testid="journal">
      {events.map((event) => (
        <li key={event.seq}>
          <details className="px-2 py-1 text-small">
            <summary className="flex cursor-pointer items-baseline gap-2">
              <span className="w-10 shrink-0 text-right font-mono text-ink-faint text-micro">
                {event.seq}
              </span>
              <span className="min-w-0 truncate font-medium">{event.type}</span>
              <span className="min-w-0 shrink truncate font-mono text-ink-muted text-micro">
                {placeIn(event)}
              </span>
            </summary>
            <div className="mt-1 grid gap-1 pl-12">
              <p className="text-ink-muted text-micro">
                <Instant at={event.at} />
              </p>
              <ValueView value={factsOf(event)} label={event.type} />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}
