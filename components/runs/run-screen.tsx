"use client";
import Link from "next/link";
import { type ReactNode, useSyncExternalStore } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { runIdOf } from "#server/engine/ids";
import type { RunRow } from "#server/engine/live/wire";
import { ActsButton, useActsMenu } from "../acts";
import { Inspector } from "../inspector";
import { type Crumb, PageHeader } from "../shell";
import { nameOf, TreePane, type TreeStore, useLiveTree, useTreeScreen } from "../tree";
import { buttonClass, EmptyState, ErrorState, isLive, Sheet, SkeletonRows } from "../ui";
import { RunHeader } from "./run-header";
import { RunSwitcher } from "./run-switcher";

/** The run page: a tree, live, and one run of it in detail. */
export function RunScreen({ treeId }: { readonly treeId: string }) {
  const live = useLiveTree(treeId);
  const tree = live.store.tree;
  const crumbs: readonly Crumb[] = [
    { label: "Runs", href: "/runs" },
    {
      label: tree ? (live.store.forest.rows[0]?.label ?? tree.name) : treeId.slice(0, 8),
      ...(tree ? { switcher: <RunSwitcher treeId={treeId} slug={tree.slug} /> } : {}),
    },
  ];
  return (
    <>
      <PageHeader crumbs={crumbs} />
      {live.phase === "missing" ? (
        <Missing treeId={treeId} />
      ) : tree ? (
        <Loaded treeId={treeId} store={live.store} />
      ) : live.phase === "failed" ? (
        <ErrorState title="The tree could not be loaded" message={live.error ?? ""} onRetry={live.retry} />
      ) : (
        <SkeletonRows rows={12} className="h-7" />
      )}
    </>
  );
}

function Missing({ treeId }: { readonly treeId: string }) {
  return (
    <EmptyState
      title="There is no such run"
      action={
        <Link href="/runs" className={buttonClass({})}>
          Go to runs
        </Link>
      }
    >
      No run has the id <code className="break-all font-mono text-small">{treeId}</code>.
    </EmptyState>
  );
}

function Loaded({ treeId, store }: { readonly treeId: string; readonly store: TreeStore }) {
  const { tree, forest } = store;
  const live = tree !== null && isLive(tree.status);
  const screen = useTreeScreen(store, live);
  const wide = useWide();
  const chosen = screen.params.run === null ? undefined : forest.rows[screen.params.run];
  // With room for it, the root stands there until a run is chosen: its input and result are what people look for.
  const selected = chosen ?? (wide ? forest.rows[0] : undefined);
  const menu = useActsMenu(actedOn(treeId, selected ?? forest.rows[0]));
  const inspector = selected ? (
    <Inspector
      id={runIdOf(treeId, selected.no)}
      row={selected}
      treeStatus={tree?.status}
      name={nameOf(selected)}
      actions={<ActsButton menu={menu} />}
      onClose={closerOf(chosen, wide, screen.deselect)}
    />
  ) : null;
  const pane = <TreePane store={store} screen={screen} live={live} menu={menu} />;
  return (
    <>
      {tree ? <RunHeader store={store} tree={tree} /> : null}
      {wide ? <Split left={pane} right={inspector} /> : pane}
      {wide ? null : (
        <Sheet
          open={inspector !== null}
          onOpenChange={(open) => (open ? undefined : screen.deselect())}
          title="Run details"
          side="bottom"
        >
          {inspector}
        </Sheet>
      )}
      {menu.dialogs}
    </>
  );
}

/** The root can only be closed where it was opened: with room for it, it stands there anyway. */
function closerOf(chosen: RunRow | undefined, wide: boolean, close: () => void) {
  return chosen && (chosen.no > 0 || !wide) ? close : undefined;
}

/** The root, until a run is chosen. */
function actedOn(treeId: string, row: RunRow | undefined) {
  return { id: runIdOf(treeId, row?.no ?? 0), name: row ? nameOf(row) : "" };
}

const PANELS = ["tree-panel", "run-panel"];

function Split({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }) {
  const layout = useDefaultLayout({ id: "banyan-run", panelIds: PANELS });
  return (
    <Group orientation="horizontal" className="min-h-0 grow" {...layout}>
      <Panel id="tree-panel" minSize="360px" className="flex min-h-0">
        {left}
      </Panel>
      <Separator className="w-px bg-line outline-offset-0 transition-colors hover:bg-accent data-[separator=active]:bg-accent" />
      <Panel id="run-panel" minSize="300px" defaultSize="420px" className="flex min-h-0">
        {right ?? (
          <EmptyState title="No run selected">
            Choose a run in the tree to see its input, output and attempts.
          </EmptyState>
        )}
      </Panel>
    </Group>
  );
}

const WIDE = "(min-width: 900px)";

function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(WIDE);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(WIDE).matches,
    () => true,
  );
}
