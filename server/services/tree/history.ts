import type { Moment } from "#server/engine/live/moments";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { type Interval, merged } from "./intervals.ts";
import { keptPast } from "./kept-past.ts";

export type TreeHistory = {
  /** Up to which event. */
  readonly seq: number;
  readonly from: number;
  /** Instant of that event. */
  readonly to: number;
  readonly moments: readonly Moment[];
  /** Moments that are only counted: the list is bounded. */
  readonly left: number;
  /** When something worked anywhere in the tree; `null` = it still does. */
  readonly busy: readonly Interval[];
};

const MAX_BUSY = 500;

/** When a tree worked and when it rested, and what in its past is worth going back to. */
export async function treeHistory(
  services: Services,
  caller: Caller,
  { treeId }: { readonly treeId: string },
): Promise<TreeHistory> {
  authorize(caller, "run.read");
  const { seq, from, to, moments, left, busy } = await (await keptPast(services, treeId)).history();
  const intervals = busy.map((span): Interval => [span.from, span.to]);
  return { seq, from, to, moments: moments.slice(), left, busy: merged(intervals, MAX_BUSY) };
}
