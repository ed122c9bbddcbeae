"use client";
import { lazy, type ReactNode, Suspense } from "react";
import type { TreeStore } from "../tree";

const Scrubber = lazy(() => import("../scrubber").then((part) => ({ default: part.Scrubber })));

type TimeBarProps = {
  readonly treeId: string;
  readonly now: TreeStore;
  readonly at: number | null;
  readonly onAt: (at: number | null) => void;
  readonly loading: boolean;
  readonly error: string | null;
  /** Stands at its left. */
  readonly children: ReactNode;
};

/** How the tree is looked at, and as of when. */
export function TimeBar({ children, ...scrubber }: TimeBarProps) {
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-2 py-1">
      {children}
      <div className="flex h-7 min-w-64 grow">
        <Suspense fallback={null}>
          <Scrubber {...scrubber} />
        </Suspense>
      </div>
    </div>
  );
}
