"use client";
import { type ReactNode, Suspense, useState } from "react";
import { useCommands } from "../keys";
import type { TreeStore } from "../tree";
import { lazyPart, MissingLine } from "../ui";

const Scrubber = lazyPart(
  () => import("../scrubber").then((part) => ({ default: part.Scrubber })),
  MissingLine,
);

type Step = 1 | -1;

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
  const [early, setEarly] = useState<Step | null>(null);
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-2 py-1">
      {children}
      <div className="flex h-7 min-w-64 grow">
        <Suspense fallback={<EarlyKeys onStep={setEarly} />}>
          <Scrubber early={early} {...scrubber} />
        </Suspense>
      </div>
    </div>
  );
}

/** Takes the keys of the time bar while it is fetched: what is pressed then is its first step. */
function EarlyKeys({ onStep }: { readonly onStep: (step: Step) => void }) {
  useCommands([
    { id: "time.earlier", run: () => onStep(-1) },
    { id: "time.later", run: () => onStep(1) },
  ]);
  return null;
}
