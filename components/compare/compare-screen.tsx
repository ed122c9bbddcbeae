"use client";
import { useState } from "react";
import type { TreeSnapshot } from "#server/engine/live/wire";
import { messageOf } from "../providers";
import { type Crumb, PageHeader } from "../shell";
import { Button, changeAddress, EmptyState, ErrorState, SkeletonRows } from "../ui";
import { CompareDetails } from "./compare-details";
import { CompareHead } from "./compare-head";
import { CompareRows } from "./compare-rows";
import { nextDifference, onlyDifferent, type Pair } from "./model/align";
import { TreePicker } from "./tree-picker";
import { type ComparedValues, useCompare } from "./use-compare";
import { useCompareKeys } from "./use-compare-keys";

const CRUMBS: readonly Crumb[] = [{ label: "Runs", href: "/runs" }, { label: "Compare" }];

/** Two trees side by side: where they part, and what of each run is different. */
export function CompareScreen() {
  return (
    <>
      <PageHeader crumbs={CRUMBS} />
      <h1 className="sr-only">Compare two runs</h1>
      <Body />
    </>
  );
}

function Body() {
  const { ids, a, b, missing, pairs, first, path, values } = useCompare();
  if (missing) return <Missing {...missing} />;
  if (ids.a === null || ids.b === null) return <TreePicker a={ids.a} first={a.data?.tree} />;
  const error = a.error ?? b.error;
  if (error)
    return (
      <ErrorState
        title="The runs could not be loaded"
        message={messageOf(error)}
        onRetry={() => void Promise.all([a.refetch(), b.refetch()])}
      />
    );
  if (!a.data || !b.data || !pairs) return <SkeletonRows rows={12} className="h-7" />;
  return (
    <Compared
      key={`${ids.a}/${ids.b}`}
      a={a.data}
      b={b.data}
      pairs={pairs}
      first={first}
      path={path}
      values={values}
    />
  );
}

/** One of the two is not there: the other stays, and another can be chosen. */
function Missing({ side, id }: NonNullable<ReturnType<typeof useCompare>["missing"]>) {
  return (
    <EmptyState
      title="There is no such run"
      action={<Button onClick={() => changeAddress({ [side]: null })}>Choose another run</Button>}
    >
      The {side === "a" ? "first" : "second"} run of this comparison,{" "}
      <code className="break-all font-mono text-small">{id}</code>, is not there. It may have been removed.
    </EmptyState>
  );
}

type ComparedProps = {
  readonly a: TreeSnapshot;
  readonly b: TreeSnapshot;
  readonly pairs: readonly Pair[];
  readonly first: number;
  readonly path: string | null;
  readonly values: ComparedValues;
};

function Compared({ a, b, pairs, first, path, values }: ComparedProps) {
  const [only, setOnly] = useState(false);
  const firstPath = pairs[first]?.path ?? null;
  const chosen = path ?? firstPath ?? "root";
  const shown = only ? onlyDifferent(pairs) : pairs;
  const at = shown.findIndex((pair) => pair.path === chosen);
  const choose = (index: number) => {
    const next = shown[index];
    if (next) changeAddress({ at: next.path });
  };
  useCompareKeys({
    move: (by) => choose(Math.max(0, Math.min(shown.length - 1, at + by))),
    difference: (step) => choose(nextDifference(shown, at, step)),
    first: () => changeAddress({ at: firstPath }),
    only: () => setOnly(!only),
  });
  const pair = shown[at] ?? pairs[0];
  return (
    <>
      <CompareHead
        a={a.tree}
        b={b.tree}
        pairs={pairs}
        first={pairs[first]}
        values={values}
        only={only}
        onOnly={setOnly}
      />
      <div className="flex min-h-0 grow max-lg:flex-col">
        {shown.length === 0 ? (
          <EmptyState title="Nothing is different">
            {values.done
              ? "Every run of both trees was given the same and ended with the same."
              : "Every run of both trees ended in the same way."}
          </EmptyState>
        ) : (
          <CompareRows pairs={shown} at={at} first={firstPath} onChoose={choose} />
        )}
        {pair ? <CompareDetails key={pair.path} pair={pair} a={a.tree.treeId} b={b.tree.treeId} /> : null}
      </div>
    </>
  );
}
