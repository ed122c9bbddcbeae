import { type Account, accountOf, leftOf, parentOf } from "../../recursion/account.ts";
import { DIMENSIONS, type Dimension, plus } from "../../recursion/amounts.ts";
import type { Command, Decision, Refusal } from "../commands.ts";
import { type Deciding, decided, refused, type Unstamped } from "../deciding.ts";
import type { Event } from "../events.ts";
import type { TreeState } from "../state.ts";
import { slotAt } from "../tree.ts";
import { retriedAt } from "./retry.ts";

type TopUp = Extract<Command, { type: "topUp" }>;

/**
 * A person gives the account of a run more. What its limits had refused is asked for again, and a tree that a limit had
 * paused goes on.
 */
export function topUp(deciding: Deciding, command: TopUp): Decision {
  const { tree } = deciding;
  const run = tree.runs[command.run];
  if (!run) return refused("RUN_UNKNOWN");
  if (run.phase !== "running") return refused("RUN_SETTLED");
  const account = accountOf(tree, run);
  const refusal = refusalOf(tree, account, command);
  if (refusal) return refused(refusal);
  const { amounts, activeMs, actor } = command;
  const events: Unstamped<Event>[] = [
    { type: "ToppedUp", run: account.run, amounts, ...(activeMs === undefined ? {} : { activeMs }), actor },
    ...account.parked.flatMap((ref): Unstamped<Event>[] => {
      const slot = slotAt(tree, ref);
      if (slot?.status !== "parked" || slot.failure?.class !== "limit") return [];
      return [retriedAt(ref, slot, { actor })];
    }),
  ];
  if (tree.pausedByLimit) events.push({ type: "TreeResumed", actor });
  return decided(deciding, events);
}

/** Only what is limited can be raised, and a grant only by what those above have left. */
function refusalOf(tree: TreeState, account: Account, command: TopUp): Refusal | null {
  const { amounts, activeMs } = command;
  const asked = DIMENSIONS.filter((dimension) => (amounts[dimension] ?? 0) > 0);
  const time = activeMs !== undefined && tree.deadlineAt !== null;
  if (!time && !asked.some((dimension) => account.limit[dimension] !== null)) return "NOTHING_LIMITED";
  if (overCeiling(tree, account, command)) return "ABOVE_CEILING";
  const parent = parentOf(tree, account);
  const short = asked.some(
    (dimension) =>
      parent &&
      account.granted[dimension] &&
      leftOf(tree, parent, dimension).amount < (amounts[dimension] ?? 0),
  );
  return short ? "NOTHING_LEFT_ABOVE" : null;
}

type Over = {
  readonly dimension: Dimension | "activeMs";
  readonly limit: number;
  readonly add: number;
  readonly ceiling: number;
};

/** The first limit that would pass its ceiling; what has no limit is not raised. */
export function overCeiling(
  tree: TreeState,
  account: Account,
  { amounts, activeMs, ceilings = {} }: Pick<TopUp, "amounts" | "activeMs" | "ceilings">,
): Over | null {
  const rows = DIMENSIONS.map(
    (dimension) => [dimension, account.limit[dimension], amounts[dimension]] as const,
  );
  for (const [dimension, limit, add = 0] of [
    ...rows,
    ["activeMs", tree.limits.recursionTimeoutMs, activeMs] as const,
  ]) {
    const ceiling = ceilings[dimension];
    if (ceiling !== undefined && limit !== null && add > 0 && plus(limit, add) > ceiling)
      return { dimension, limit, add, ceiling };
  }
  return null;
}
