"use client";
import { nameOf, type TreeStore } from "../tree";
import { Button, formatCount } from "../ui";

type NoSuchRunProps = {
  /** The tree as it is shown, and as it is now. */
  readonly store: TreeStore;
  readonly now: TreeStore;
  /** Number of the run that the address names; `null` = none. */
  readonly no: number | null;
  readonly onRoot: () => void;
};

/** Says that the run of the address is not in the tree, or was not yet, and leads back. */
export function NoSuchRun({ store, now, no, onRoot }: NoSuchRunProps) {
  if (no === null || store.forest.rows[no]) return null;
  const later = now.forest.rows[no];
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-waiting-soft px-3 py-1.5 text-small"
      data-testid="no-such-run"
    >
      <span>
        {later
          ? `${nameOf(later)} had not started at this moment.`
          : `There is no run ${no} in this tree: it has ${formatCount(now.forest.total.total)}, counted from 0.`}
      </span>
      <Button size="small" onClick={onRoot}>
        Show the root
      </Button>
    </div>
  );
}
