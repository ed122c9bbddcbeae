import type { Failure } from "../failure.ts";
import { type RunNo, runIdOf } from "../ids.ts";
import { clipFailure } from "../run/clip.ts";
import type { Unstamped } from "../run/deciding.ts";
import type { Actor, Event } from "../run/events.ts";
import { refOf } from "../run/fold-slot.ts";
import { failSlot } from "../run/settle.ts";
import type { SlotRef, TreeState } from "../run/state.ts";
import { boundGraphOf, pathOf, runAt } from "../run/tree.ts";
import { counted } from "../words.ts";
import type { Account } from "./account.ts";
import { type Dimension, LIMIT_OF } from "./amounts.ts";
import { forbidderOf } from "./ask-again.ts";

const NOUN = { runs: "run", agents: "agent", nodes: "node", tokens: "token" } as const;
const LEDGER: Actor = { kind: "system", id: "ledger", name: "Ledger" };

/** What `onBudgetExhausted` does with work that a limit refuses. */
export function refuse(
  tree: TreeState,
  ref: SlotRef,
  account: Account,
  dimension: Dimension,
): Unstamped<Event>[] {
  return stop(tree, ref, exhausted(tree, account, dimension), account.run);
}

/** The same for any limit; a top-up of the account of `run` asks for the work again. */
export function stop(tree: TreeState, ref: SlotRef, failure: Failure, run: RunNo): Unstamped<Event>[] {
  switch (tree.limits.onBudgetExhausted) {
    case "fail":
      return failSlot(tree, ref, failure);
    case "degrade":
      return [{ type: "SlotDegraded", ...refOf(ref), failure: clipFailure(failure) }];
    case "softStop":
      return [parked(ref, failure, run)];
    case "pauseForApproval": {
      const pause: Unstamped<Event> = { type: "TreePaused", actor: LEDGER, byLimit: true };
      return [parked(ref, failure, run), ...(tree.paused ? [] : [pause])];
    }
  }
}

function parked(ref: SlotRef, failure: Failure, budget: RunNo): Unstamped<Event> {
  return { type: "SlotParked", ...refOf(ref), failure: clipFailure(failure), budget };
}

/** The limit that refused, with its numbers. */
export function exhausted(tree: TreeState, account: Account, dimension: Dimension): Failure {
  const max = account.limit[dimension] ?? 0;
  const limit = LIMIT_OF[dimension];
  const used = account.spent[dimension];
  const details = { limit, max, used, account: runIdOf(tree.treeId, account.run) };
  const kind = { class: "limit", retryable: false } as const;
  if (account.granted[dimension]) {
    const forbids = forbidderOf(tree, account, dimension);
    const message = `${capital(whoseAccount(tree, account))} has used the ${amountOf(max, dimension)} that it was granted (${limit}), ${remedy(tree, account, forbids, limit)}`;
    const forbidden = forbids ? { forbiddenBy: runIdOf(tree.treeId, forbids.run) } : {};
    return { ...kind, code: "ResourceEscalationExceeded", message, details: { ...details, ...forbidden } };
  }
  if (dimension === "runs") {
    const message = `The tree has used all of the ${counted(max, "run")} that maxRuns allows. Raise maxRuns, or start fewer children.`;
    return { ...kind, code: "ResourceEscalationExceeded", message, details };
  }
  const whose = account.run === 0 ? "The tree" : `${capital(whoseAccount(tree, account))} with all below it`;
  const message = `${whose} has used ${bare(used, dimension)} of the ${amountOf(max, dimension)} that ${limit} allows, and what is left is not enough. Raise ${limit}, or top it up.`;
  return { ...kind, code: "BudgetExceeded", message, details };
}

/** Why a grant did not grow, and what helps. */
function remedy(tree: TreeState, account: Account, forbids: Account | null, limit: string): string {
  if (!forbids) return "and nobody above has more to give. Top up the tree, or give the call a larger grant.";
  return forbids === account
    ? `which is all that its call allows. Top up this run, or raise ${limit} of the call.`
    : `and the call of ${whoseAccount(tree, forbids)} allows no more. Top up that run, or raise ${limit} of its call.`;
}

/** The run of an account as people know it: by its workflow, its level and its way from the root. */
export function whoseAccount(tree: TreeState, { run: no }: Account): string {
  const run = runAt(tree, no);
  return `the run of ${boundGraphOf(tree, run).slug} at level ${run.depth} (${pathOf(tree, no)})`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `3 agents`, `$0.5`. */
export function amountOf(amount: number, dimension: Dimension): string {
  return dimension === "costUsd" ? `$${amount}` : counted(amount, NOUN[dimension]);
}

function bare(amount: number, dimension: Dimension): string {
  return dimension === "costUsd" ? `$${amount}` : `${amount}`;
}
