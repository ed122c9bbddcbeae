import type { TimeAxis } from "../../drawing";
import type { Forest, Line } from "../../tree";
import type { Stretch } from "./critical-path";
import type { Spans } from "./span-book";

/** All that a timeline shows at one moment. */
export type Scene = {
  readonly forest: Forest;
  readonly lines: readonly Line[];
  readonly spansOf: (no: number) => Spans | undefined;
  readonly axis: TimeAxis;
  /** Part of the axis on screen, in its places. */
  readonly shown: { readonly from: number; readonly to: number };
  /** What is open reaches up to here: now, the instant that is looked at, or the end of the tree. */
  readonly until: number;
  /** Whether time goes on at `until`. */
  readonly live: boolean;
  readonly paused: boolean;
  readonly critical: ReadonlyMap<number, readonly Stretch[]> | null;
  readonly active: string | null;
  readonly hover: string | null;
  /** Width of the names at the left; 0 where the tree stands beside it. */
  readonly names: number;
  readonly isOpen: (line: Line) => boolean | undefined;
};

export function byRun(path: readonly Stretch[]): ReadonlyMap<number, readonly Stretch[]> {
  const runs = new Map<number, Stretch[]>();
  for (const stretch of path) {
    const known = runs.get(stretch.no);
    if (known) known.push(stretch);
    else runs.set(stretch.no, [stretch]);
  }
  return runs;
}

/** Up to when a tree's bars may reach: the end of a tree closes every one of them. */
export function untilOf(tree: { readonly endedAt: number | null } | null, now: number): number {
  return tree?.endedAt ?? now;
}
