import type { Unstamped } from "../run/deciding.ts";
import type { Event } from "../run/events.ts";
import type { TreeState } from "../run/state.ts";
import { type Account, leftIn, leftOf, parentOf } from "./account.ts";
import { DIMENSIONS, type Dimension, LIMIT_OF, plus, type SomeAmounts } from "./amounts.ts";

type Told = Unstamped<Event>;
type Asked = { readonly events: readonly Told[]; readonly given: number };

/**
 * What the accounts on the way up say once `add` is used too: the tree warns when it crosses its soft threshold, a run
 * with a grant asks its parent for more. Each crossing says it once.
 */
export function onTheWayUp(tree: TreeState, account: Account, add: SomeAmounts): Told[] {
  const told: Told[] = [];
  for (const dimension of DIMENSIONS) {
    const more = add[dimension] ?? 0;
    if (more > 0) told.push(...crossings(tree, account, dimension, more));
  }
  return told;
}

function crossings(tree: TreeState, account: Account, dimension: Dimension, add: number): Told[] {
  for (let at: Account | null = account; at; at = parentOf(tree, at)) {
    if (isCrossed(tree, at, dimension, add))
      return at.granted[dimension] ? soft(tree, at, dimension) : warn(at, tree, dimension, add);
    if (at.granted[dimension]) return [];
  }
  return [];
}

function isCrossed(
  { limits, announced }: TreeState,
  account: Account,
  dimension: Dimension,
  add: number,
): boolean {
  const limit = account.limit[dimension];
  if (limit === null || limit === 0) return false;
  if (account.asked[dimension] === limit) return false;
  if (account.parent === null && announced[LIMIT_OF[dimension]]) return false;
  if (account.parent !== null && !account.granted[dimension]) return false;
  return used(account, dimension) + add >= limit * limits.resourceEscalationThreshold;
}

function used({ spent, reserved }: Account, dimension: Dimension): number {
  return plus(spent[dimension], reserved[dimension]);
}

function warn(account: Account, _tree: TreeState, dimension: Dimension, add: number): Told[] {
  const max = account.limit[dimension] ?? 0;
  return [
    { type: "ThresholdReached", limit: LIMIT_OF[dimension], used: plus(used(account, dimension), add), max },
  ];
}

function soft(tree: TreeState, account: Account, dimension: Dimension): Told[] {
  const limit = account.limit[dimension] ?? 0;
  return [...ask(tree, account, dimension, wantedMore(tree, limit, dimension)).events];
}

function wantedMore({ limits }: TreeState, limit: number, dimension: Dimension): number {
  const more = limit * (limits.escalationFactor - 1);
  return dimension === "costUsd" ? plus(more, 0) : Math.ceil(more);
}

/**
 * A run with a grant needs `need` more than it has: it asks its parent, which gives from what is left or asks above.
 * `given` is how much more there is then; 0 for an account that has no grant or whose hard limit ends it.
 */
export function askFor(tree: TreeState, account: Account, dimension: Dimension, need: number): Asked {
  if (!account.granted[dimension]) return { events: [], given: 0 };
  const limit = account.limit[dimension] ?? 0;
  return ask(tree, account, dimension, Math.max(need, wantedMore(tree, limit, dimension)));
}

function ask(tree: TreeState, account: Account, dimension: Dimension, more: number): Asked {
  const parent = parentOf(tree, account);
  const limit = account.limit[dimension] ?? 0;
  const room = plus(account.cap[dimension] ?? Number.POSITIVE_INFINITY, -limit);
  const want = Math.min(more, room);
  if (!parent || want <= 0) return { events: [], given: 0 };
  const requested: Told = {
    type: "EscalationRequested",
    run: account.run,
    dimension,
    limit,
    wanted: plus(limit, want),
  };
  const above = fromAbove(tree, parent, dimension, want);
  const given = Math.min(want, above.left);
  const by = parent.run;
  const answer: Told =
    given > 0
      ? { type: "EscalationGranted", run: account.run, dimension, by, limit: plus(limit, given) }
      : { type: "EscalationRefused", run: account.run, dimension, by, limit };
  return { events: [requested, ...above.events, answer], given };
}

/** What a parent can give: what is left, and where that is too little, what it gets from above itself. */
function fromAbove(
  tree: TreeState,
  parent: Account,
  dimension: Dimension,
  want: number,
): { readonly left: number; readonly events: readonly Told[] } {
  const { amount, account } = leftOf(tree, parent, dimension);
  if (amount >= want || !account?.granted[dimension]) return { left: amount, events: [] };
  // The limits of calls on the way to that grant hold, however much it grows.
  const most = Math.min(want, leastBelow(tree, parent, account, dimension));
  const more = ask(tree, account, dimension, plus(most, -leftIn(account, dimension)));
  return { left: Math.min(most, plus(amount, more.given)), events: more.events };
}

function leastBelow(tree: TreeState, from: Account, top: Account, dimension: Dimension): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at: Account | null = from; at && at !== top; at = parentOf(tree, at))
    least = Math.min(least, leftIn(at, dimension));
  return least;
}
