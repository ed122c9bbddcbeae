"use client";
import { ArrowLeftRight } from "lucide-react";
import type { TreeSummary } from "#server/engine/live/wire";
import { Button, Checkbox, changeAddress, Duration, formatCount, Link, revisionText, Status } from "../ui";
import { nameOf, type Pair, sumsOf } from "./model/align";
import type { ComparedValues } from "./use-compare";

type CompareHeadProps = {
  readonly a: TreeSummary;
  readonly b: TreeSummary;
  readonly pairs: readonly Pair[];
  /** Where they part first; `undefined` = nowhere. */
  readonly first: Pair | undefined;
  readonly values: ComparedValues;
  readonly only: boolean;
  readonly onOnly: (only: boolean) => void;
};

/** Which two trees these are, how much of them is different, and where that begins. */
export function CompareHead({ a, b, pairs, first, values, only, onOnly }: CompareHeadProps) {
  const { same, different, onlyA, onlyB, reused, given, context } = sumsOf(pairs);
  return (
    <div className="grid shrink-0 grid-cols-1 gap-2 border-b px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <Side side="A" tree={a} />
        <Button
          look="quiet"
          size="icon"
          aria-label="Swap A and B"
          title="Swap A and B"
          onClick={() => changeAddress({ a: b.treeId, b: a.treeId })}
        >
          <ArrowLeftRight aria-hidden />
        </Button>
        <Side side="B" tree={b} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-muted text-small">
        <span data-testid="compare-sums">
          {formatCount(same)} the same, {formatCount(different)} different, {formatCount(onlyA)} only in A,{" "}
          {formatCount(onlyB)} only in B{reused > 0 ? `, ${formatCount(reused)} taken over by the fork` : ""}
          {given > 0 ? `, ${formatCount(given)} in whose place a result was given` : ""}
          {context > 0 ? `; other contexts in ${formatCount(context)}` : ""}
        </span>
        {first ? (
          <Button
            size="small"
            data-testid="first-divergence"
            onClick={() => changeAddress({ at: first.path })}
          >
            They part at {nameOf(first)}, depth {first.depth}
          </Button>
        ) : (
          <span data-testid="first-divergence">
            {values.done ? "They part nowhere." : "They part nowhere so far."}
          </span>
        )}
        <Values {...values} />
        <span className="ml-auto">
          <Checkbox checked={only} onCheckedChange={onOnly}>
            Only differences
          </Checkbox>
        </span>
      </div>
    </div>
  );
}

/** Says so while inputs, outputs and contexts are not compared. */
function Values({ error, done, retry }: ComparedValues) {
  if (error !== null)
    return (
      <span role="alert" className="flex min-w-0 flex-wrap items-center gap-2 text-failed-ink">
        Inputs, outputs and contexts could not be compared: {error}
        {retry ? (
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        ) : (
          <span className="text-ink-muted">
            Choose a run: those of one place are compared beside the list.
          </span>
        )}
      </span>
    );
  return done ? null : <span role="status">Comparing inputs, outputs and contexts…</span>;
}

function Side({ side, tree }: { readonly side: "A" | "B"; readonly tree: TreeSummary }) {
  return (
    <span className="flex min-w-0 max-w-full items-center gap-2">
      <span className="flex size-5 shrink-0 items-center justify-center rounded-sm border font-mono text-micro">
        {side}
      </span>
      <Status status={tree.status} />
      <Link
        href={`/runs/${tree.treeId}`}
        className="min-w-0 truncate font-medium text-accent-ink hover:underline"
      >
        {tree.name}
        <span className="ml-1 font-mono text-small">
          {tree.treeId.slice(-6)}
          {tree.revision === null ? "" : ` ${revisionText(tree.revision)}`}
        </span>
      </Link>
      <Duration from={tree.startedAt} to={tree.endedAt} className="shrink-0 text-ink-muted text-small" />
    </span>
  );
}
