"use client";
import { Suspense, useEffect } from "react";
import { runIdOf } from "#server/engine/ids";
import { ActsButton, useActsMenu } from "../acts";
import {
  ForkHost,
  InspectorFrame,
  shownStatus,
  TreeOnScreen,
  useForkForm,
  useInspectorKeys,
} from "../inspector";
import { nameOf, type TreeStore } from "../tree";
import { lazyPart, SkeletonRows, useCalm } from "../ui";
import { offerPicture, offerTree } from "./pictures";
import { RunHeader } from "./run-header";
import { RunStage, useStage } from "./run-stage";

/** Comes after the tree: that is what people wait for. */
const Inspector = lazyPart(() => import("../inspector").then((part) => ({ default: part.Inspector })));

type LoadedRunProps = { readonly treeId: string; readonly now: TreeStore };

/** A tree that is there: its rows, a view of them and one run, all of one moment. */
export function LoadedRun({ treeId, now }: LoadedRunProps) {
  const stage = useStage(treeId, now);
  const { store, at, selected, onClose } = stage;
  useEffect(() => {
    offerTree(store);
    return () => offerTree(null);
  }, [store]);
  useCalm(now.tree?.paused ? 0 : now.forest.total.running);
  // Acts are on the root, until a run is chosen.
  const acted = selected ?? store.forest.rows[0];
  const menu = useActsMenu({ id: runIdOf(treeId, acted?.no ?? 0), name: acted ? nameOf(acted) : "" });
  useInspectorKeys(selected !== undefined);
  const fork = useForkForm();
  const onScreen = { treeId, goTo: stage.screen.goTo };
  const inspector = selected ? (
    // The name and what can be done stand there, and take keys, while the rest is fetched.
    <InspectorFrame
      name={nameOf(selected)}
      status={shownStatus((now.forest.rows[selected.no] ?? selected).status, now.tree?.status)}
      actions={<ActsButton menu={menu} />}
      onClose={onClose}
    >
      <Suspense fallback={<SkeletonRows rows={6} />}>
        <Inspector
          key={runIdOf(treeId, selected.no)}
          id={runIdOf(treeId, selected.no)}
          row={now.forest.rows[selected.no] ?? selected}
          treeStatus={now.tree?.status}
        />
      </Suspense>
    </InspectorFrame>
  ) : null;
  return (
    <ForkHost value={fork.begin}>
      <TreeOnScreen value={onScreen}>
        {now.tree ? <RunHeader store={store} at={at} now={now.tree} /> : null}
        <RunStage
          stage={stage}
          menu={menu}
          onPicture={offerPicture}
          inspector={inspector}
          covered={fork.open || menu.asking}
        />
      </TreeOnScreen>
      {menu.dialogs}
      {fork.dialog}
    </ForkHost>
  );
}
