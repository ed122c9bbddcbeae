"use client";
import type { TreeSummary } from "#server/engine/live/wire";
import type { TreeStore } from "../tree";
import { Moment } from "../ui";
import { RunActions } from "./run-actions";
import { RunBudget } from "./run-budget";
import { RunFacts } from "./run-facts";
import { useBudget } from "./use-budget";

type RunHeaderProps = {
  /** The tree as it is shown: now, or as it was at `at`. */
  readonly store: TreeStore;
  readonly at: number | null;
  /** As it is now: what can be done with it is done now. */
  readonly now: TreeSummary;
};

/** Identity and state of a tree at the moment that is shown, and what can be done with it. */
export function RunHeader({ store, at, now }: RunHeaderProps) {
  const budget = useBudget(now);
  const tree = store.tree ?? now;
  const spent = budget.ledger?.find(({ dimension }) => dimension === "agents")?.spent;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1.5 border-b px-3 py-2">
      <Moment value={at}>
        <RunFacts store={store} tree={tree} agents={at === null ? (budget.error ? null : spent) : null} />
      </Moment>
      <div className="ml-auto flex flex-wrap items-center gap-1.5 max-sm:ml-0">
        {at === null ? <RunBudget budget={budget} /> : null}
        <RunActions tree={now} at={at} />
      </div>
      {tree.status === "needs_attention" ? (
        <section
          aria-label="Why it is held back"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
          tabIndex={0}
          className="max-h-24 basis-full overflow-y-auto"
        >
          <p className="break-words text-small" role="status" data-testid="attention">
            {tree.attention ?? "The engine has held this tree back."} Nothing more happens to it until it is
            requeued.
          </p>
        </section>
      ) : null}
    </div>
  );
}
