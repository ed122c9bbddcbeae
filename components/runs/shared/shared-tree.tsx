"use client";
import { Eye } from "lucide-react";
import { useEffect } from "react";
import type { Share } from "#server/services/types-shares";
import { SharedInspector } from "../../inspector";
import { Mark } from "../../shell";
import { nameOf, type TreeStore } from "../../tree";
import { Absolute, Moment } from "../../ui";
import { RunBudget } from "../run-budget";
import { RunFacts } from "../run-facts";
import { RunStage, useStage } from "../run-stage";
import { useBudget } from "../use-budget";

type SharedTreeProps = {
  readonly store: TreeStore;
  readonly share: Share;
  /** Why it is not as new as it could be. */
  readonly trouble: string | null;
};

const nothing = () => undefined;

/** The rows of a tree, views of it and one run, as a link shows them: nothing can be done with them. */
export function SharedTree({ store: now, share, trouble }: SharedTreeProps) {
  const stage = useStage(share.treeId, now, { rowsAlone: true });
  const { store, at, selected, onClose } = stage;
  const title = store.forest.rows[0] ? nameOf(store.forest.rows[0]) : "Shared run";
  useEffect(() => {
    document.title = `${title} · Banyan`;
  }, [title]);
  const inspector = selected ? (
    <SharedInspector
      treeId={share.treeId}
      row={now.forest.rows[selected.no] ?? selected}
      treeStatus={now.tree?.status}
      name={nameOf(selected)}
      values={share.values}
      onClose={onClose}
    />
  ) : null;
  return (
    <>
      <SharedHeader now={now} store={store} at={at} share={share} trouble={trouble} />
      <RunStage stage={stage} menu={null} onPicture={nothing} inspector={inspector} />
    </>
  );
}

type HeaderProps = Pick<SharedTreeProps, "share" | "store" | "trouble"> & {
  readonly now: TreeStore;
  readonly at: number | null;
};

function SharedHeader({ now, store, at, share, trouble }: HeaderProps) {
  const tree = store.tree ?? now.tree;
  if (!tree || !now.tree) return null;
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1.5 border-b px-3 py-2">
      <Mark className="size-5 text-ink-muted" />
      <Moment value={at}>
        <RunFacts store={store} tree={tree} agents={null} />
      </Moment>
      <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 max-sm:ml-0">
        {at === null ? <Budget tree={now.tree} /> : null}
        <p className="flex items-center gap-1.5 text-ink-muted text-small" data-testid="shared-until">
          <Eye aria-hidden className="size-3.5" />
          <span>
            Read only, until <Absolute at={share.expiresAt} />
          </span>
        </p>
      </div>
      {trouble === null ? null : (
        <p role="status" className="basis-full text-degraded-ink text-small">
          {trouble} What is shown may be old.
        </p>
      )}
    </header>
  );
}

function Budget({ tree }: { readonly tree: Parameters<typeof useBudget>[0] }) {
  return <RunBudget budget={useBudget(tree)} />;
}
