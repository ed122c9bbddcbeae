import type { TaskFacts } from "../run/commands.ts";
import { durationKey } from "../run/durations.ts";
import type { SlotRef, TreeState } from "../run/state.ts";
import { attemptOf, runAt } from "../run/tree.ts";
import { type Account, type Left, leftOf } from "./account.ts";
import type { Dimension } from "./amounts.ts";

/** What an attempt asks of the ledger before it starts, beside its own start. */
export type Need = {
  readonly tokens: number;
  readonly costUsd: number;
  /** The dearest that a token can be. */
  readonly usdPerToken: number;
};

/** What the ledger holds for a call. `firm` = a limit is near: the executor must not use more tokens. */
export type Reserved = { readonly tokens: number; readonly costUsd: number; readonly firm?: true };

/** `wait`: others hold what it needs and may give it back. `refuse`: it is not there. */
export type Verdict = { readonly kind: "go"; readonly reserved?: Reserved } | Short<"wait"> | Short<"refuse">;
export type Short<K> = {
  readonly kind: K;
  readonly dimension: Dimension;
  readonly account: Account;
  readonly want: number;
};

/** Of an attempt whose node states no budget and of whose like nothing was seen. */
const USUAL_TOKENS = 16_000;
/** An unseen attempt may use this many times what the largest like it used. */
const MARGIN = 2;

/** `undefined` = it uses nothing but its start. A stated budget counts as it is; otherwise what its like have used decides. */
export function needOf(tree: TreeState, ref: SlotRef, facts: TaskFacts): Need | undefined {
  if (!facts.meter) return undefined;
  const run = runAt(tree, ref.run);
  const { usdPerToken } = facts.meter;
  const seen = tree.tokensSeen[durationKey(run, ref.node)] ?? 0;
  const stated = attemptOf(tree, ref)?.maxTokens;
  const tokens = stated ?? Math.max(USUAL_TOKENS, MARGIN * seen);
  return { tokens, costUsd: dollars(tokens, usdPerToken), usdPerToken };
}

/** Whether an attempt may start now. With nothing on its way back it may start with what is left, if that is anything. */
export function weigh(tree: TreeState, account: Account, need: Need | undefined, starts = 1): Verdict {
  const agents = starts > 0 ? lack(leftOf(tree, account, "agents"), "agents", starts, 1) : null;
  if (agents) return agents;
  if (!need) return { kind: "go" };
  const tokens = leftOf(tree, account, "tokens");
  const costUsd = leftOf(tree, account, "costUsd");
  const short =
    lack(tokens, "tokens", need.tokens, 1) ??
    lack(costUsd, "costUsd", need.costUsd, Math.max(need.usdPerToken, Number.MIN_VALUE));
  if (short) return short;
  return { kind: "go", reserved: reservedOf(need, tokens, costUsd) };
}

function reservedOf(need: Need, tokens: Left, costUsd: Left): Reserved {
  const affordable = need.usdPerToken > 0 ? Math.floor(costUsd.amount / need.usdPerToken) : Infinity;
  const held = Math.min(need.tokens, tokens.amount, affordable);
  const reserved = { tokens: held, costUsd: Math.min(dollars(held, need.usdPerToken), costUsd.amount) };
  const isLimited = tokens.account !== null || (costUsd.account !== null && need.usdPerToken > 0);
  return isLimited ? { ...reserved, firm: true } : reserved;
}

/** `null` = enough is left; `least` is what it can do with when nothing more will come back. */
function lack(left: Left, dimension: Dimension, want: number, least: number): Verdict | null {
  const { account, amount } = left;
  if (account === null || amount >= want) return null;
  if (account.reserved[dimension] > 0) return { kind: "wait", dimension, account, want };
  return amount >= least ? null : { kind: "refuse", dimension, account, want };
}

export function dollars(tokens: number, usdPerToken: number): number {
  return Math.ceil(tokens * usdPerToken * 1e9) / 1e9;
}
