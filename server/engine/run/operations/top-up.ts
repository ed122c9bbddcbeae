import { type Account, accountOf, leftOf, parentOf } from "../../recursion/account.ts";
import { DIMENSIONS, type Dimension, plus, type SomeAmounts } from "../../recursion/amounts.ts";
import { askedAgain } from "../../recursion/ask-again.ts";
import type { Command, Decision, Refusal } from "../commands.ts";
import { type Deciding, decided, refused, type Unstamped } from "../deciding.ts";
import type { Event } from "../events.ts";
import type { TreeState } from "../state.ts";
import { retriedAt } from "./retry.ts";

type TopUp = Extract<Command, { type: "topUp" }>;

/**
 * A person gives the account of a run more. What its limits had refused is asked for again, as is what those below it had
 * refused because nothing was left here; a tree that a limit had paused goes on.
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
    ...askedAgain(tree, account, amounts).map(([ref, slot]) => retriedAt(ref, slot, { actor })),
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
  return shortAbove(tree, account, amounts) ? "NOTHING_LEFT_ABOVE" : null;
}

/** What a grant would be raised by, where less than that is left above: how much, and whose account says so. */
export function shortAbove(tree: TreeState, account: Account, amounts: SomeAmounts): Short | null {
  const parent = parentOf(tree, account);
  if (!parent) return null;
  for (const dimension of DIMENSIONS) {
    const add = amounts[dimension] ?? 0;
    const { amount, account: by } = leftOf(tree, parent, dimension);
    if (account.granted[dimension] && by && amount < add) return { dimension, add, left: amount, by };
  }
  return null;
}

type Short = {
  readonly dimension: Dimension;
  readonly add: number;
  readonly left: number;
  readonly by: Account;
};

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
