"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { Status as StatusName } from "#server/engine/live/wire";
import { every, messageOf, useTRPC, useTRPCClient } from "../providers";
import { PageHeader } from "../shell";
import {
  Button,
  buttonClass,
  EmptyState,
  ErrorState,
  Select,
  SkeletonRows,
  STATUS_WORD,
  StatusGlyph,
} from "../ui";
import { RunsTable } from "./runs-table";
import { useHeldRows } from "./use-held-rows";

const STATUSES = Object.keys(STATUS_WORD) as readonly StatusName[];
/** Events have it asked again at once; this is for when none come. */
const REFRESH_MS = 30_000;
const PAGE = 50;

type Filter = { readonly workflow: string; readonly status: StatusName | "" };

function useFilter() {
  const params = useSearchParams();
  const asked = params.get("status") ?? "";
  const filter: Filter = {
    workflow: params.get("workflow") ?? "",
    status: STATUSES.find((status) => status === asked) ?? "",
  };
  const change = (name: keyof Filter, value: string) => {
    const url = new URL(location.href);
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    history.pushState(null, "", url);
  };
  return { filter, change };
}

export function RunsScreen() {
  const { filter, change } = useFilter();
  return (
    <>
      <PageHeader crumbs={[{ label: "Runs" }]} />
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-3 py-2">
        <h1 className="sr-only">Runs</h1>
        <Filters filter={filter} onChange={change} />
      </div>
      <Runs key={`${filter.workflow}/${filter.status}`} filter={filter} />
    </>
  );
}

type FiltersProps = {
  readonly filter: Filter;
  readonly onChange: (name: keyof Filter, value: string) => void;
};

function Filters({ filter, onChange }: FiltersProps) {
  const trpc = useTRPC();
  const workflows = useQuery(trpc.workflows.list.queryOptions());
  const slugs = (workflows.data ?? []).map(({ slug }) => slug);
  const known = filter.workflow && !slugs.includes(filter.workflow) ? [filter.workflow, ...slugs] : slugs;
  return (
    <>
      <Select
        label="Status"
        value={filter.status}
        onChange={(value) => onChange("status", value)}
        options={[
          { value: "", label: "Any status" },
          ...STATUSES.map((status) => ({
            value: status,
            label: STATUS_WORD[status],
            mark: <StatusGlyph status={status} />,
          })),
        ]}
        className="h-7 min-w-36 text-small"
      />
      <Select
        label="Workflow"
        value={filter.workflow}
        onChange={(value) => onChange("workflow", value)}
        options={[
          { value: "", label: "Any workflow" },
          ...known.map((slug) => ({ value: slug, label: slug })),
        ]}
        className="h-7 min-w-40 text-small"
      />
    </>
  );
}

function wanted({ workflow, status }: Filter) {
  return { limit: PAGE, ...(workflow ? { slug: workflow } : {}), ...(status ? { status } : {}) };
}

function Runs({ filter }: { readonly filter: Filter }) {
  const client = useTRPCClient();
  const [pointed, setPointed] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ["runs", filter.workflow, filter.status],
    queryFn: ({ pageParam, signal }) =>
      client.runs.list.query({ ...wanted(filter), cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: every(REFRESH_MS),
  });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const held = useHeldRows(rows, pointed || scrolled);
  if (list.error && !list.data)
    return (
      <ErrorState
        title="The runs could not be loaded"
        message={messageOf(list.error)}
        onRetry={() => void list.refetch()}
      />
    );
  if (!list.data) return <SkeletonRows rows={8} />;
  if (rows.length === 0) return <NoRuns filter={filter} />;
  return (
    <div className="relative min-h-0 grow">
      {held.waiting > 0 ? (
        <Button
          size="small"
          look="primary"
          onClick={held.release}
          className="absolute top-10 left-1/2 z-20 -translate-x-1/2 rounded-full"
        >
          {held.waiting} new
        </Button>
      ) : null}
      <div
        className="h-full overflow-auto"
        onPointerEnter={(event) => setPointed(event.pointerType === "mouse")}
        onPointerLeave={() => setPointed(false)}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 0)}
      >
        <RunsTable runs={held.shown} />
        {list.hasNextPage ? (
          <div className="flex justify-center p-4">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Load more
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

function NoRuns({ filter }: { readonly filter: Filter }) {
  if (filter.workflow || filter.status) {
    return (
      <EmptyState
        title="No run matches"
        action={
          <Link href="/runs" className={buttonClass({})}>
            Clear filters
          </Link>
        }
      >
        Nothing fits{" "}
        {[filter.status && STATUS_WORD[filter.status].toLowerCase(), filter.workflow]
          .filter(Boolean)
          .join(" and ")}
        .
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing has run yet"
      action={
        <Link href="/workflows" className={buttonClass({ look: "primary" })}>
          Go to workflows
        </Link>
      }
    >
      A run appears here as soon as you start a workflow, and grows while you watch.
    </EmptyState>
  );
}
