import type { RunNo } from "../ids.ts";
import type { RunState, SlotRef, TreeState } from "../run/state.ts";
import {
  type Amounts,
  type Ceilings,
  DIMENSIONS,
  type Dimension,
  LIMIT_OF,
  none,
  plus,
  type SomeAmounts,
} from "./amounts.ts";

/**
 * The account of a run that has limits or a grant of its own, and of all runs below it that have none. The root's is the
 * tree's. `spent` and `reserved` hold what the accounts below it claim too, so that every ancestor counts every use.
 */
export type Account = {
  run: RunNo;
  /** Run whose account this one is part of. */
  parent: RunNo | null;
  limit: Ceilings;
  spent: Amounts;
  reserved: Amounts;
  /** Dimensions whose limit was carved out of the parent's: what is left of it counts as reserved there. */
  granted: Partial<Record<Dimension, true>>;
  /** Hard limits over the grants: asking for more never passes them. */
  cap: Partial<Amounts>;
  /** Limits for which more was asked and refused, so that one crossing asks once. */
  asked: Partial<Amounts>;
  /** Deepest depth that runs under it may have. */
  deepest: number;
  /** Attempts that wait for what others under it have reserved, oldest first from `head`. */
  queue: SlotRef[];
  head: number;
  /** Places that its limits refused and a top-up, here or above, asks for again; some may have moved on since. */
  parked: SlotRef[];
};

/** What an account of its own starts with. */
export type AccountTerms = {
  readonly limits?: SomeAmounts;
  /** Carved out of the parent's account; `asked` where that was more than what was left. */
  readonly grants?: SomeAmounts;
  readonly asked?: SomeAmounts;
  /** Absolute. */
  readonly deepest?: number;
};

export function rootAccount(): Account {
  return {
    run: 0,
    parent: null,
    limit: { runs: null, agents: null, nodes: null, tokens: null, costUsd: null },
    spent: none(),
    reserved: none(),
    granted: {},
    cap: {},
    asked: {},
    deepest: Number.MAX_SAFE_INTEGER,
    queue: [],
    head: 0,
    parked: [],
  };
}

/** The tree's own account, with the limits that its start gave it. */
export function openRoot(tree: TreeState): void {
  const account = rootAccount();
  for (const dimension of DIMENSIONS) account.limit[dimension] = tree.limits[LIMIT_OF[dimension]];
  account.deepest = tree.limits.maxDepth;
  tree.accounts = { 0: account };
}

/** The account that counts what a run uses. */
export function accountOf(tree: TreeState, run: RunState): Account {
  return accountAt(tree, run.account ?? 0);
}

export function accountAt(tree: TreeState, no: RunNo): Account {
  const account = tree.accounts[no];
  if (!account) throw new Error(`tree ${tree.treeId} has no account ${no}`);
  return account;
}

/** The account that this one is part of; where that has ended before it, the next one above that is open. */
export function parentOf(tree: TreeState, { parent }: Account): Account | null {
  if (parent === null) return null;
  return tree.accounts[parent] ?? livingAccountOf(tree, tree.runs[parent]);
}

/** What a run may still use, and the account that says so. `account: null` = nothing limits it. */
export type Left = { readonly amount: number; readonly account: Account | null };

/** The least that is left on the way up; a grant answers for all above it. O(accounts on the way). */
export function leftOf(tree: TreeState, account: Account, dimension: Dimension): Left {
  let left: Left = { amount: Number.POSITIVE_INFINITY, account: null };
  for (let at: Account | null = account; at; at = parentOf(tree, at)) {
    const amount = leftIn(at, dimension);
    if (amount < left.amount) left = { amount, account: at };
    if (at.granted[dimension]) break;
  }
  return left;
}

export function leftIn({ limit, spent, reserved }: Account, dimension: Dimension): number {
  const ceiling = limit[dimension];
  if (ceiling === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, plus(ceiling, -plus(spent[dimension], reserved[dimension])));
}

/** The lowest limit on the way up, whatever is used of it. A grant may grow, so of it only its hard limit counts. */
export function lowestLimit(tree: TreeState, account: Account, dimension: Dimension): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let at: Account | null = account; at; at = parentOf(tree, at)) {
    const limit = at.granted[dimension] ? at.cap[dimension] : at.limit[dimension];
    lowest = Math.min(lowest, limit ?? Number.POSITIVE_INFINITY);
  }
  return lowest;
}

/** Adds to what is spent and reserved, here and in every account above as far as it shows there. O(accounts on the way). */
export function charge(
  tree: TreeState,
  account: Account,
  dimension: Dimension,
  spent: number,
  reserved: number,
): void {
  let at: Account | null = account;
  let add: Claim = { spent, reserved };
  while (at && (add.spent !== 0 || add.reserved !== 0)) {
    const shown = at.parent === null ? null : claimOf(at, dimension);
    at.spent[dimension] = plus(at.spent[dimension], add.spent);
    at.reserved[dimension] = plus(at.reserved[dimension], add.reserved);
    if (add.reserved < 0 || add.spent < 0) wake(tree, at);
    if (!shown) return;
    add = difference(claimOf(at, dimension), shown);
    at = parentOf(tree, at);
  }
}

/** Something came back: whoever waits for it may look again. */
export function wake(tree: TreeState, account: Account): void {
  if (account.head < account.queue.length) tree.agenda.push({ k: "budget", account: account.run });
}

/** Changes an account's limit; what was carved out of its parent's changes with it. */
export function relimit(tree: TreeState, account: Account, dimension: Dimension, limit: number | null): void {
  reclaim(tree, account, dimension, () => {
    account.limit[dimension] = limit;
  });
}

/** Opens a run's own account within its parent's. What it is granted is reserved there from now on. */
export function openAccount(tree: TreeState, run: RunNo, parent: Account, terms: AccountTerms): void {
  const account: Account = { ...rootAccount(), run, parent: parent.run };
  account.deepest = Math.min(parent.deepest, terms.deepest ?? Number.MAX_SAFE_INTEGER);
  tree.accounts[run] = account;
  for (const dimension of DIMENSIONS) {
    const limit = terms.limits?.[dimension];
    const grant = terms.grants?.[dimension];
    if (limit !== undefined) account.limit[dimension] = limit;
    if (grant === undefined) continue;
    if (limit !== undefined) account.cap[dimension] = limit;
    reclaim(tree, account, dimension, () => {
      account.limit[dimension] = grant;
      account.granted[dimension] = true;
    });
  }
}

/** What an account would give back if it ended now. */
export function refundOf(account: Account): SomeAmounts {
  const refund: Partial<Amounts> = {};
  for (const dimension of DIMENSIONS) {
    const rest = plus(claimOf(account, dimension).reserved, -account.reserved[dimension]);
    if (account.granted[dimension] && rest > 0) refund[dimension] = rest;
  }
  return refund;
}

/** The run has ended: what is left of its grants goes back, and what it used stays with those above. */
export function closeAccount(tree: TreeState, account: Account): void {
  for (const dimension of DIMENSIONS) {
    if (account.granted[dimension])
      reclaim(tree, account, dimension, () => {
        delete account.granted[dimension];
      });
  }
  delete tree.accounts[account.run];
}

/** The account of a run whose own may have ended. */
export function livingAccountOf(tree: TreeState, run: RunState | undefined): Account {
  let at = run;
  while (at) {
    const account = tree.accounts[at.account ?? 0];
    if (account) return account;
    at = tree.runs[at.origin?.run ?? 0];
  }
  return accountAt(tree, 0);
}

type Claim = { readonly spent: number; readonly reserved: number };

/** What shows of an account in its parent's. */
function claimOf({ granted, limit, spent, reserved }: Account, dimension: Dimension): Claim {
  const rest = granted[dimension] ? plus(limit[dimension] ?? 0, -spent[dimension]) : 0;
  return { spent: spent[dimension], reserved: Math.max(reserved[dimension], rest) };
}

function difference(after: Claim, before: Claim): Claim {
  return {
    spent: plus(after.spent, -before.spent),
    reserved: plus(after.reserved, -before.reserved),
  };
}

function reclaim(tree: TreeState, account: Account, dimension: Dimension, change: () => void): void {
  const before = claimOf(account, dimension);
  change();
  const { spent, reserved } = difference(claimOf(account, dimension), before);
  const parent = parentOf(tree, account);
  if (parent) charge(tree, parent, dimension, spent, reserved);
}
