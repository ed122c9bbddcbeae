"use client";
import { Eye } from "lucide-react";
import { useEffect } from "react";
import type { RunRow } from "#server/engine/live/wire";
import type { Share } from "#server/services/types-shares";
import { SharedInspector } from "../../inspector";
import { Mark } from "../../shell";
import { nameOf, TreePane, type TreeStore, usePast, useTreeParams, useTreeScreen } from "../../tree";
import { Absolute, Instant, isLive, Moment, Sheet } from "../../ui";
import { NoSuchRun } from "../no-such-run";
import { RunBudget } from "../run-budget";
import { RunFacts } from "../run-facts";
import { RunPanes, useRoom } from "../run-panes";
import { RunView } from "../run-view";
import { TimeBar } from "../time-bar";
import { useBudget } from "../use-budget";
import { useMoment } from "../use-moment";
import { ViewSwitch } from "../view-switch";

type SharedTreeProps = {
  readonly store: TreeStore;
  readonly share: Share;
  /** Why it is not as new as it could be. */
  readonly trouble: string | null;
};

const nothing = () => undefined;

/** The rows of a tree, views of it and one run, as a link shows them: nothing can be done with them. */
export function SharedTree({ store: now, share, trouble }: SharedTreeProps) {
  const { treeId } = share;
  const [{ view }, setParams] = useTreeParams();
  const [wanted, setWanted] = useMoment(now);
  const { store, at, error, loading } = usePast(treeId, now, wanted);
  const live = at === null && now.tree !== null && isLive(now.tree.status);
  const screen = useTreeScreen(store, live);
  const room = useRoom();
  const narrow = room === "one";
  const chosen = screen.params.run === null ? undefined : store.forest.rows[screen.params.run];
  const selected = chosen ?? (narrow ? undefined : store.forest.rows[0]);
  const onClose = chosen && (chosen.no > 0 || narrow) ? screen.deselect : undefined;
  const title = store.forest.rows[0] ? nameOf(store.forest.rows[0]) : "Shared run";
  useEffect(() => {
    document.title = `${title} · Banyan`;
  }, [title]);
  const inspector = selected ? (
    <Inspected now={now} row={selected} share={share} at={at} onClose={onClose} />
  ) : null;
  const drawn = { treeId, store, now, screen, at, onAt: setWanted, onPicture: nothing };
  return (
    <>
      <SharedHeader now={now} store={store} at={at} share={share} trouble={trouble} />
      <TimeBar treeId={treeId} now={now} at={wanted} onAt={setWanted} loading={loading} error={error}>
        <ViewSwitch view={view} onView={(next) => setParams({ view: next })} />
      </TimeBar>
      <NoSuchRun store={store} now={now} no={screen.params.run} onRoot={screen.deselect} />
      <RunPanes
        room={room}
        tree={
          <Moment value={at}>
            <TreePane store={store} screen={screen} live={live} menu={null} />
          </Moment>
        }
        view={
          view === "tree" ? null : (
            <Moment value={at}>
              <RunView view={view} beside={room === "three"} {...drawn} />
            </Moment>
          )
        }
        inspector={inspector}
      />
      {narrow ? (
        <Sheet
          open={inspector !== null}
          onOpenChange={(open) => (open ? undefined : screen.deselect())}
          title="Run details"
          side="bottom"
        >
          {inspector}
        </Sheet>
      ) : null}
    </>
  );
}

type HeaderProps = Pick<SharedTreeProps, "share" | "store" | "trouble"> & {
  readonly now: TreeStore;
  readonly at: number | null;
};

function SharedHeader({ now, store, at, share, trouble }: HeaderProps) {
  const tree = store.tree ?? now.tree;
  if (!tree || !now.tree) return null;
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1.5 border-b px-3 py-2">
      <Mark className="size-5 text-ink-muted" />
      <Moment value={at}>
        <RunFacts store={store} tree={tree} agents={null} />
      </Moment>
      <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 max-sm:ml-0">
        {at === null ? <Budget tree={now.tree} /> : null}
        <p className="flex items-center gap-1.5 text-ink-muted text-small" data-testid="shared-until">
          <Eye aria-hidden className="size-3.5" />
          <span>
            Read only, until <Absolute at={share.expiresAt} />
          </span>
        </p>
      </div>
      {trouble === null ? null : (
        <p role="status" className="basis-full text-degraded-ink text-small">
          {trouble} What is shown may be old.
        </p>
      )}
    </header>
  );
}

function Budget({ tree }: { readonly tree: Parameters<typeof useBudget>[0] }) {
  return <RunBudget budget={useBudget(tree)} />;
}

type InspectedProps = {
  readonly now: TreeStore;
  readonly row: RunRow;
  readonly share: Share;
  readonly at: number | null;
  readonly onClose: (() => void) | undefined;
};

function Inspected({ now, row, share, at, onClose }: InspectedProps) {
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col">
      {at === null ? null : (
        <p className="shrink-0 border-b bg-waiting-soft px-3 py-1.5 text-small">
          Details are as of now. The tree stands as it was at <Instant at={at} />.
        </p>
      )}
      <SharedInspector
        treeId={share.treeId}
        row={now.forest.rows[row.no] ?? row}
        treeStatus={now.tree?.status}
        name={nameOf(row)}
        values={share.values}
        onClose={onClose}
      />
    </div>
  );
}
