"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Ban, Columns2, FilterX, RotateCcw } from "lucide-react";
import { useMemo, useState } from "react";
import type { RootSummary } from "#server/services/types";
import { useCommands } from "../keys";
import { every, messageOf, requestIdOf, useMay, useTRPCClient } from "../providers";
import {
  Button,
  buttonClass,
  ErrorState,
  Link,
  NeverHad,
  NoMatch,
  STATUS_WORD,
  Status,
  StatusGlyph,
} from "../ui";
import { DataTable, useSelection } from "../ui/data-table";
import { BulkCancel } from "./bulk-cancel";
import { BulkRetry } from "./bulk-retry";
import { ChosenCommands } from "./chosen-commands";
import { isOpen } from "./model/chosen";
import { compareHref, runHref } from "./model/hrefs";
import { retriedOf } from "./model/retry";
import { RUN_COLUMNS, runDetail } from "./runs-columns";
import { STATUSES } from "./status-chips";
import { useBegun } from "./use-begun";
import { useHeldRows } from "./use-held-rows";
import { changeView, type RunsAsked, type useRunsView } from "./use-runs-view";

/** Events have it asked again at once; this is for when none come. */
const REFRESH_MS = 30_000;
const PAGE = 100;

type RunsListProps = {
  readonly view: ReturnType<typeof useRunsView>;
  readonly onToggleStatus: (status: string) => void;
};

export function RunsList({ view, onToggleStatus }: RunsListProps) {
  const { list, rows } = useRuns(view.asked);
  const [hold, setHold] = useState(false);
  const mayCancel = useMay("run.cancel");
  const mayRetry = useMay("run.retry");
  // Rows in another order than by start have no place above which new ones come.
  const held = useHeldRows(rows ?? NONE, hold && view.sort === null);
  const { selection, setSelection, letGo } = useSelection(rows && held.shown, idOf);
  const [stands, setStands] = useState<string | null>(null);
  const checked = selection.ids.size > 0;
  // Without a choice the row that the keys stand on is meant.
  const chosen = held.shown.filter(({ id }) => (checked ? selection.ids.has(id) : id === stands));
  const open = chosen.filter(isOpen);
  const again = retriedOf(chosen);
  const cancel = useBegun(chosen);
  const retry = useBegun(chosen);
  useListKeys(onToggleStatus);
  return (
    <div className="relative flex min-h-0 grow flex-col">
      <DataTable
        label="Runs"
        columns={RUN_COLUMNS}
        choice={view.choice}
        rows={rows === undefined ? undefined : held.shown}
        rowId={idOf}
        rowLabel={(run) => `${run.workflow}, ${run.status}, ${run.label ?? run.id}`}
        rowProps={(run) => ({ "data-testid": "run-row", "data-run-id": run.id, "data-status": run.status })}
        href={runHref}
        detail={runDetail}
        noun={["run", "runs"]}
        sort={view.sort}
        onSort={(sort) => changeView({ sort })}
        {...(mayCancel ? { selection, onSelection: setSelection } : {})}
        bulk={() => (
          <>
            <CompareTwo chosen={chosen} />
            <Button size="small" disabled={open.length === 0} onClick={cancel.begin} title="c">
              <Ban aria-hidden /> Cancel {open.length}
            </Button>
            {mayRetry ? (
              <Button
                size="small"
                disabled={again === 0}
                onClick={retry.begin}
                title={again > 0 ? "r" : NO_RETRY}
              >
                <RotateCcw aria-hidden /> Retry…
              </Button>
            ) : null}
          </>
        )}
        onStand={setStands}
        more={
          list.hasNextPage
            ? { busy: list.isFetchingNextPage, load: () => void list.fetchNextPage() }
            : undefined
        }
        onHold={setHold}
        notice={
          held.waiting > 0 ? (
            <Button
              size="small"
              look="primary"
              onClick={held.release}
              className="absolute top-9 left-1/2 z-20 -translate-x-1/2 rounded-full shadow-float"
            >
              {held.waiting} new
            </Button>
          ) : null
        }
        empty={view.text ? <NoMatch noun="run" onClear={() => changeView({ text: "" })} /> : <NothingYet />}
        error={
          list.error && !list.data ? (
            <ErrorState
              title="The runs could not be loaded"
              message={messageOf(list.error)}
              onRetry={() => void list.refetch()}
              requestId={requestIdOf(list.error) ?? undefined}
            />
          ) : undefined
        }
      />
      <ChosenCommands
        runs={chosen}
        checked={checked}
        onCancel={cancel.begin}
        onRetry={retry.begin}
        onLetGo={letGo}
      />
      <BulkCancel chosen={cancel.runs} open={cancel.open} onOpenChange={cancel.onOpenChange} onDone={letGo} />
      <BulkRetry chosen={retry.runs} open={retry.open} onOpenChange={retry.onOpenChange} onDone={letGo} />
    </div>
  );
}

/** Offered for two trees. */
function CompareTwo({ chosen }: { readonly chosen: readonly RootSummary[] }) {
  const [one, other] = chosen;
  if (chosen.length !== 2 || !one || !other || one.treeId === other.treeId) return null;
  return (
    <Link href={compareHref(one, other)} className={buttonClass({ size: "small" })} data-testid="compare-two">
      <Columns2 aria-hidden /> Compare
    </Link>
  );
}

const NONE: readonly RootSummary[] = [];
const NO_RETRY = "None of them has failed or was cancelled as a whole";
const idOf = (run: RootSummary) => run.id;

function useRuns(asked: RunsAsked) {
  const client = useTRPCClient();
  const list = useInfiniteQuery({
    queryKey: ["runs", asked],
    queryFn: ({ pageParam, signal }) =>
      client.runs.list.query({ ...asked, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: every(REFRESH_MS),
    placeholderData: keepPreviousData,
  });
  const { data } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data), [data]);
  return { list, rows };
}

/** The table takes its own keys; here they are named for the sheet of shortcuts, and those of this list added. */
function useListKeys(onStatus: (status: string) => void): void {
  const ofTable = ["list.next", "list.previous", "list.open", "list.select", "list.range", "filter.focus"];
  useCommands([
    ...ofTable.map((id) => ({ id, run: () => undefined, when: () => false })),
    {
      id: "list.status",
      run: (event?: KeyboardEvent) => {
        const status = STATUSES[Number(event?.key) - 1];
        if (status) onStatus(status);
      },
    },
    ...STATUSES.map((status) => ({
      id: `list.status.${status}`,
      title: `Filter: ${STATUS_WORD[status].toLowerCase()}`,
      section: "This list",
      words: ["show", "only", "state", "runs"],
      icon: <StatusGlyph status={status} />,
      run: () => onStatus(status),
    })),
    {
      id: "list.clear",
      title: "Clear the filter",
      section: "This list",
      words: ["all", "reset"],
      icon: <FilterX aria-hidden />,
      run: () => changeView({ text: "" }),
    },
  ]);
}

const PREVIEW = ["running", "succeeded", "succeeded", "failed", "succeeded"] as const;

function NothingYet() {
  return (
    <NeverHad
      title="Nothing has run yet"
      action={
        <Link href="/workflows" className={buttonClass({ look: "primary" })}>
          Go to workflows
        </Link>
      }
      preview={PREVIEW.map((status, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never move
        <div key={row} className="flex h-row items-center gap-4 border-b px-cell text-small">
          <Status status={status} className="w-32" />
          <span className="grow font-medium">dependency-audit</span>
          <span className="font-mono">{row + 1}/10</span>
        </div>
      ))}
    >
      A run appears here as soon as you start a workflow, and grows while you watch.
    </NeverHad>
  );
}
