"use client";
import type { TreeStore } from "./model/tree-store";
import type { TreeScreen } from "./run-view";
import { SearchNotes } from "./search-notes";
import { TreeSearch, type TreeSearchProps } from "./tree-search";
import type { AskedHits } from "./use-tree-hits";

type ViewSearchProps = {
  readonly store: TreeStore;
  readonly screen: TreeScreen;
  /** What a search asks of the server; absent = it has rows alone. */
  readonly asked?: AskedHits;
};

/** The search of a tree over a view of it, where there is no room for the tree beside it. */
export function ViewSearch({ store, screen, asked }: ViewSearchProps) {
  return (
    <>
      <search className="flex h-10 shrink-0 items-center gap-2 border-b px-2">
        <TreeSearch {...searchOf(store, screen, asked !== undefined)} />
      </search>
      {screen.query && asked ? <SearchNotes {...asked} /> : null}
    </>
  );
}

/** What is searched for, and where among its hits the selection stands. */
export function searchOf(store: TreeStore, screen: TreeScreen, wide: boolean): TreeSearchProps {
  const { active } = screen;
  const found = store.found();
  return {
    query: screen.query,
    matches: found.length,
    at: active?.startsWith("r") ? found.indexOf(Number(active.slice(1))) : -1,
    only: screen.only,
    wide,
    onQuery: screen.setQuery,
    onMatch: screen.toMatch,
    onOnly: screen.showOnly,
  };
}
