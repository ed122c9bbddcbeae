import type { TreeSnapshot } from "#server/engine/live/wire";
import type { Forest } from "./forest";
import type { TreeStore } from "./tree-store";
import { toggleBundle, type View } from "./view";

/** Replaces the rows of a store by those of another moment; what is open stays open, bundles too. */
export function showMoment(store: TreeStore, snapshot: TreeSnapshot): void {
  const open = shownBundles(store.view);
  store.load(snapshot);
  reopen(store.forest, store.view, open);
}

/** Opens in one store what is open in another of the same tree, and searches for the same. */
export function openAs(store: TreeStore, other: TreeStore): void {
  store.showTo(other.depth());
  store.closeDone(other.view.doneClosed);
  store.view.everything = other.view.everything;
  for (const [key, at] of other.view.iterations) store.view.iterations.set(key, at);
  for (const [no, open] of other.view.toggled) store.view.toggled.set(no, open);
  for (const key of other.view.closed) store.view.closed.add(key);
  reopen(store.forest, store.view, shownBundles(other.view));
  store.showOnly(other.only);
  store.setHits(other.hits);
  store.setQuery(other.query);
}

function shownBundles({ bundles }: View): ReadonlyMap<string, number> {
  return new Map([...bundles].map(([key, { shown }]) => [key, shown]));
}

function reopen(forest: Forest, view: View, open: ReadonlyMap<string, number>): void {
  for (const [key, shown] of open) {
    const siblings = forest.siblings[Number.parseInt(key, 10)]?.get(key);
    if (!siblings || view.bundles.has(key)) continue;
    toggleBundle(forest, view, siblings);
    const bundle = view.bundles.get(key);
    if (bundle) bundle.shown = shown;
  }
}
