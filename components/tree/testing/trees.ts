import type { RunRow } from "#server/engine/live/wire";
import { TreeStore } from "../model/tree-store";

/** A run of depth 0 or 1 that took ten milliseconds, unless it is told otherwise. */
export function runRow(no: number, parent: number | null, over: Partial<RunRow> = {}): RunRow {
  return {
    no,
    parent,
    node: null,
    item: null,
    depth: parent === null ? 0 : 1,
    slug: "s",
    label: null,
    status: "succeeded",
    startedAt: 0,
    endedAt: 10,
    activeNode: null,
    retries: 0,
    parked: 0,
    tokens: 0,
    costUsd: 0,
    failure: null,
    ...over,
  };
}

/** A tree that goes on, with these runs. */
export function storeOf(...rows: readonly RunRow[]): TreeStore {
  const store = new TreeStore((flush) => flush());
  const tree = {
    treeId: "t",
    slug: "s",
    name: "S",
    revision: 1,
    status: "running",
    paused: false,
    startedAt: 0,
    endedAt: null,
    maxDepth: 9,
    maxRuns: 99_999,
  } as const;
  store.load({ incarnation: "i", seq: 1, tree, rows });
  return store;
}
