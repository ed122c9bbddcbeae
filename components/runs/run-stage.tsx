"use client";
import type { ComponentProps, ReactNode } from "react";
import {
  type RunViewProps,
  TreePane,
  type TreeStore,
  usePast,
  useTreeHits,
  useTreeParams,
  useTreeScreen,
  ViewSearch,
} from "../tree";
import { Instant, isLive, Moment, Sheet } from "../ui";
import { NoSuchRun } from "./no-such-run";
import { RunPanes, useRoom } from "./run-panes";
import { RunView } from "./run-view";
import { TimeBar } from "./time-bar";
import { useMoment } from "./use-moment";
import { ViewSwitch } from "./view-switch";

type Stage = ReturnType<typeof useStage>;
type StageOptions = {
  /** A search has rows alone: the server is not asked what else runs mention. */
  readonly rowsAlone?: boolean;
};

/** A tree of one moment: its rows, what is chosen of them, and the room there is to show them. */
export function useStage(treeId: string, now: TreeStore, { rowsAlone = false }: StageOptions = {}) {
  const [{ view }, setParams] = useTreeParams();
  const [wanted, setWanted] = useMoment(now);
  const { store, at, error, loading } = usePast(treeId, now, wanted);
  const live = at === null && now.tree !== null && isLive(now.tree.status);
  const screen = useTreeScreen(store, live);
  const hits = useTreeHits(treeId, store, rowsAlone ? "" : screen.query, live);
  const asked = rowsAlone ? {} : { asked: hits };
  const room = useRoom();
  const narrow = room === "one";
  const chosen = screen.params.run === null ? undefined : store.forest.rows[screen.params.run];
  // With room for it, the root stands there until a run is chosen: its input and result are what people look for.
  const selected = chosen ?? (narrow ? undefined : store.forest.rows[0]);
  const onClose = chosen && (chosen.no > 0 || narrow) ? screen.deselect : undefined;
  const past = { wanted, setWanted, error, loading };
  return { treeId, now, store, at, live, screen, asked, room, selected, onClose, view, setParams, past };
}

type RunStageProps = Pick<ComponentProps<typeof TreePane>, "menu"> &
  Pick<RunViewProps, "onPicture"> & {
    readonly stage: Stage;
    /** `null` = no run is chosen. */
    readonly inspector: ReactNode;
    /** A form stands over the page: a sheet of details would come before it. */
    readonly covered?: boolean;
  };

/** Everything below the header of a tree. */
export function RunStage({ stage, menu, onPicture, inspector, covered = false }: RunStageProps) {
  const { treeId, now, store, at, live, screen, asked, room, view, setParams, past } = stage;
  const drawn = { treeId, store, now, screen, at, onAt: past.setWanted, onPicture };
  const details = inspector ? (
    <div className="flex min-h-0 min-w-0 grow flex-col">
      {at === null ? null : <AsOfNow at={at} />}
      {inspector}
    </div>
  ) : null;
  return (
    <>
      <TimeBar
        treeId={treeId}
        now={now}
        at={past.wanted}
        onAt={past.setWanted}
        loading={past.loading}
        error={past.error}
      >
        <ViewSwitch view={view} onView={(next) => setParams({ view: next })} />
      </TimeBar>
      <NoSuchRun store={store} now={now} no={screen.params.run} onRoot={screen.deselect} />
      <RunPanes
        room={room}
        tree={
          <Moment value={at}>
            <TreePane store={store} screen={screen} live={live} menu={menu} {...asked} />
          </Moment>
        }
        view={
          view === "tree" ? null : (
            <Moment value={at}>
              <div className="flex min-h-0 min-w-0 grow flex-col">
                {room === "three" ? null : <ViewSearch store={store} screen={screen} {...asked} />}
                <RunView view={view} beside={room === "three"} {...drawn} />
              </div>
            </Moment>
          )
        }
        inspector={details}
      />
      {room === "one" ? (
        <Sheet
          open={details !== null && !covered}
          onOpenChange={(open) => (open ? undefined : screen.deselect())}
          title="Run details"
          side="bottom"
        >
          {details}
        </Sheet>
      ) : null}
    </>
  );
}

/** Inputs, outputs and attempts are of now, whatever moment the tree stands at. */
function AsOfNow({ at }: { readonly at: number }) {
  return (
    <p className="shrink-0 border-b bg-waiting-soft px-3 py-1.5 text-small">
      Details are as of now. The tree stands as it was at <Instant at={at} />.
    </p>
  );
}
