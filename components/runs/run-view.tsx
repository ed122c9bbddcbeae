"use client";
import { type ComponentType, Suspense } from "react";
import type { RunViewProps, ViewName } from "../tree";
import { ErrorState, lazyPart, SkeletonRows } from "../ui";
import { ErrorBoundary } from "../ui/error-boundary";

type Drawn = Exclude<ViewName, "tree">;

/** Fetched when they are first looked at: the tree alone needs none of them. */
const PARTS: Readonly<Record<Drawn, ComponentType<RunViewProps>>> = {
  timeline: lazyPart(() => import("../timeline").then(({ TimelineView }) => ({ default: TimelineView }))),
  flame: lazyPart(() => import("../flame").then(({ FlameView }) => ({ default: FlameView }))),
  levels: lazyPart(() => import("../levels").then(({ LevelsView }) => ({ default: LevelsView }))),
  graph: lazyPart(() => import("../run-graph").then(({ RunGraph }) => ({ default: RunGraph }))),
};

/** One view of a tree beside, or instead of, its rows. */
export function RunView({ view, ...props }: RunViewProps & { readonly view: Drawn }) {
  const Part = PARTS[view];
  return (
    <ErrorBoundary
      key={view}
      fallback={(error, retry) => (
        <ErrorState title="This view could not be drawn" message={error.message} onRetry={retry} />
      )}
    >
      <Suspense fallback={<SkeletonRows rows={8} className="h-7" />}>
        <Part {...props} />
      </Suspense>
    </ErrorBoundary>
  );
}
