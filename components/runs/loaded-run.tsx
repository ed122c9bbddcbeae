"use client";
import { useEffect } from "react";
import { runIdOf } from "#server/engine/ids";
import type { RunRow } from "#server/engine/live/wire";
import { ActsButton, useActsMenu } from "../acts";
import { Inspector } from "../inspector";
import {
  nameOf,
  type RunViewProps,
  TreePane,
  type TreeStore,
  usePast,
  useTreeParams,
  useTreeScreen,
} from "../tree";
import { Instant, isLive, Moment, Sheet } from "../ui";
import { NoSuchRun } from "./no-such-run";
import { offerPicture, offerTree } from "./pictures";
import { RunHeader } from "./run-header";
import { RunPanes, useRoom } from "./run-panes";
import { RunView } from "./run-view";
import { TimeBar } from "./time-bar";
import { useMoment } from "./use-moment";
import { ViewSwitch } from "./view-switch";

type LoadedRunProps = { readonly treeId: string; readonly now: TreeStore };

/** A tree that is there: its rows, a view of them and one run, all of one moment. */
export function LoadedRun({ treeId, now }: LoadedRunProps) {
  const [{ view }, setParams] = useTreeParams();
  const [wanted, setWanted] = useMoment(now);
  const { store, at, error, loading } = usePast(treeId, now, wanted);
  const live = at === null && now.tree !== null && isLive(now.tree.status);
  const screen = useTreeScreen(store, live);
  const room = useRoom();
  useEffect(() => {
    offerTree(store);
    return () => offerTree(null);
  }, [store]);
  const narrow = room === "one";
  const chosen = screen.params.run === null ? undefined : store.forest.rows[screen.params.run];
  // With room for it, the root stands there until a run is chosen: its input and result are what people look for.
  const selected = chosen ?? (narrow ? undefined : store.forest.rows[0]);
  const menu = useActsMenu(actedOn(treeId, selected ?? store.forest.rows[0]));
  const onClose = chosen && (chosen.no > 0 || narrow) ? screen.deselect : undefined;
  const inspector = selected ? (
    <Inspected treeId={treeId} now={now} at={at} row={selected} menu={menu} onClose={onClose} />
  ) : null;
  const drawn = { treeId, store, now, screen, at, onAt: setWanted, onPicture: offerPicture };
  return (
    <>
      {now.tree ? <RunHeader store={store} at={at} now={now.tree} /> : null}
      <TimeBar treeId={treeId} now={now} at={wanted} onAt={setWanted} loading={loading} error={error}>
        <ViewSwitch view={view} onView={(next) => setParams({ view: next })} />
      </TimeBar>
      <NoSuchRun store={store} now={now} no={screen.params.run} onRoot={screen.deselect} />
      <RunPanes
        room={room}
        tree={
          <Moment value={at}>
            <TreePane store={store} screen={screen} live={live} menu={menu} />
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
      {menu.dialogs}
    </>
  );
}

/** The root, until a run is chosen. */
function actedOn(treeId: string, row: RunRow | undefined) {
  return { id: runIdOf(treeId, row?.no ?? 0), name: row ? nameOf(row) : "" };
}

type InspectedProps = Pick<RunViewProps, "treeId" | "now" | "at"> & {
  readonly row: RunRow;
  readonly menu: ReturnType<typeof useActsMenu>;
  readonly onClose: (() => void) | undefined;
};

/** Inputs, outputs and attempts are of now, whatever moment the tree stands at. */
function Inspected({ treeId, now, at, row, menu, onClose }: InspectedProps) {
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col">
      {at === null ? null : <AsOfNow at={at} />}
      <Inspector
        id={runIdOf(treeId, row.no)}
        row={now.forest.rows[row.no] ?? row}
        treeStatus={now.tree?.status}
        name={nameOf(row)}
        actions={<ActsButton menu={menu} />}
        onClose={onClose}
      />
    </div>
  );
}

function AsOfNow({ at }: { readonly at: number }) {
  return (
    <p className="shrink-0 border-b bg-waiting-soft px-3 py-1.5 text-small">
      Details are as of now. The tree stands as it was at <Instant at={at} />.
    </p>
  );
}
