"use client";
import { useEffect, useState } from "react";
import { EmptyState } from "../ui";
import { LevelStrip } from "./level-strip";
import { stillCounts } from "./model/standing";
import type { TreeStore } from "./model/tree-store";
import { SearchNotes } from "./search-notes";
import { TreeToolbar } from "./tree-toolbar";
import { type RowMenu, TreeView } from "./tree-view";
import type { AskedHits } from "./use-tree-hits";
import type { useTreeScreen } from "./use-tree-screen";
import { searchOf } from "./view-search";

type TreePaneProps = {
  readonly store: TreeStore;
  readonly screen: ReturnType<typeof useTreeScreen>;
  readonly live: boolean;
  /** What can be done with the run that is chosen; `null` = nothing can. */
  readonly menu: RowMenu | null;
  /** What a search asks of the server; absent = it has rows alone. */
  readonly asked?: AskedHits;
};

/** Levels, toolbar and tree. */
export function TreePane({ store, screen, live, menu, asked }: TreePaneProps) {
  const { forest } = store;
  const { query } = screen;
  const levels = forest.levels.map((level) => stillCounts(level, store.tree?.paused ?? false));
  return (
    <section aria-label="Tree" className="flex min-h-0 min-w-0 grow flex-col">
      <LevelStrip levels={levels} depth={store.depth()} onDepth={screen.showTo} />
      <TreeToolbar
        {...searchOf(store, screen, asked !== undefined)}
        errors={forest.failed.size}
        following={screen.following}
        canFollow={live && query === ""}
        doneClosed={screen.doneClosed}
        onCloseDone={screen.closeDone}
        onError={(step) => screen.act({ do: "error", step })}
        onFollow={screen.follow}
      />
      {query && asked ? <SearchNotes {...asked} /> : null}
      {store.isSearched() && store.found().length === 0 && screen.only ? (
        <Nothing query={query} asked={asked} />
      ) : forest.total.total === 0 ? (
        <EmptyState title="No runs yet">The root run appears here as soon as it has started.</EmptyState>
      ) : (
        <TreeView
          store={store}
          active={screen.active}
          show={screen.show}
          following={screen.following}
          scroller={screen.scroller}
          onSelect={screen.select}
          onToggle={screen.toggle}
          onJump={screen.goTo}
          onIterate={screen.iterate}
          onWander={screen.wander}
          menu={menu}
        />
      )}
      <Announcer store={store} />
    </section>
  );
}

function Nothing({ query, asked }: { readonly query: string; readonly asked: AskedHits | undefined }) {
  if (asked?.asking)
    return <EmptyState title="Looking…">Agents, tags and keys are looked through.</EmptyState>;
  return (
    <EmptyState title="Nothing matches">
      No run of this tree has “{query}” in its name, workflow, node, state{asked ? ", " : " or "}failure
      {asked ? ", agents or tags; key:word looks in the keys of its context" : ""}.
    </EmptyState>
  );
}

const ANNOUNCE_MS = 5_000;

/** One spoken summary every five seconds, not one for each event. */
function Announcer({ store }: { readonly store: TreeStore }) {
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setInterval(() => {
      const { total } = store.forest;
      setText(`${total.total} runs, ${total.running} running, ${total.failed} failed.`);
    }, ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, [store]);
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
