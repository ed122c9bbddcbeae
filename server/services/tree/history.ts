import { parseRunId } from "#server/engine/ids";
import type { History } from "#server/engine/live/history";
import type { Moment } from "#server/engine/live/moments";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
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
  const { seq, from, to, moments, left, busy } = await readHistory(services, caller, treeId);
  const intervals = busy.map((span): Interval => [span.from, span.to]);
  return { seq, from, to, moments: moments.slice(), left, busy: merged(intervals, MAX_BUSY) };
}

/** For readers of one tree's times. */
export async function readHistory(services: Services, caller: Caller, treeId: string): Promise<History> {
  authorize(caller, "run.read");
  if (parseRunId(treeId)?.no !== 0) throw new ServiceError("NOT_FOUND", `There is no tree "${treeId}".`);
  return await (await keptPast(services, treeId)).history();
}
