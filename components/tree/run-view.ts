import type { Picture } from "../drawing";
import type { TreeStore } from "./model/tree-store";
import type { useTreeScreen } from "./use-tree-screen";

export type TreeScreen = ReturnType<typeof useTreeScreen>;

/** What every view of a tree gets: one model of its rows, one selection, one search, one moment. */
export type RunViewProps = {
  readonly treeId: string;
  /** The tree as it is shown: now, or as it was at `at`. */
  readonly store: TreeStore;
  /** The tree as it is now. */
  readonly now: TreeStore;
  readonly screen: TreeScreen;
  /** Instant that is looked at; `null` = the present. */
  readonly at: number | null;
  readonly onAt: (at: number | null) => void;
  /** The tree stands beside it, row by row. */
  readonly beside: boolean;
  /** Tells how this view is drawn into a file; `null` when it goes. */
  readonly onPicture: (make: (() => Picture) | null) => void;
};
