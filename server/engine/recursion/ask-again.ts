import type { Failure } from "../failure.ts";
import { runIdOf } from "../ids.ts";
import { type Slot, type SlotRef, slotKey, type TreeState } from "../run/state.ts";
import { slotAt } from "../run/tree.ts";
import { type Account, leftOf, parentOf } from "./account.ts";
import { DIMENSIONS, type Dimension, LIMIT_OF, plus, type SomeAmounts } from "./amounts.ts";

type Place = readonly [SlotRef, Slot];

/**
 * Places that a top-up asks for again, each once and in the order of the tree: all that the account itself had refused, and
 * of those that accounts below it had refused the ones for which something is there now. Where a limit of a call forbids
 * more, nothing is asked: it would be refused again, and pause the tree again before the others get anywhere.
 */
export function askedAgain(tree: TreeState, account: Account, amounts: SomeAmounts): readonly Place[] {
  const then = withMore(tree, account, amounts);
  const places = [
    ...placesOf(tree, account).filter(([, { failure }]) => (failure ? isBy(tree, account, failure) : false)),
    ...accountsBelow(then, account).flatMap((each) =>
      placesOf(then, each).filter(([, slot]) => isInReach(then, each, slot)),
    ),
  ];
  return [...new Map(places.map((place) => [slotKey(place[0]), place])).values()];
}

/** Forgets what has moved on, and what was refused more than once all but once. */
export function stillParked(tree: TreeState, parked: readonly SlotRef[]): SlotRef[] {
  const open = parked.filter((ref) => slotAt(tree, ref)?.status === "parked");
  return [...new Map(open.map((ref) => [slotKey(ref), ref])).values()];
}

/** Accounts that count in this one too, itself left out. A child's number is higher than its parent's, so this is their order. */
export function accountsBelow(tree: TreeState, account: Account): readonly Account[] {
  return Object.values(tree.accounts).filter((each) => isBelow(tree, each, account));
}

function isBelow(tree: TreeState, account: Account, top: Account): boolean {
  for (let at = parentOf(tree, account); at; at = parentOf(tree, at)) if (at.run === top.run) return true;
  return false;
}

/** The tree as the top-up will leave it. */
function withMore(tree: TreeState, account: Account, amounts: SomeAmounts): TreeState {
  const limit = { ...account.limit };
  for (const dimension of DIMENSIONS) {
    const before = limit[dimension];
    if (before !== null) limit[dimension] = plus(before, amounts[dimension] ?? 0);
  }
  return { ...tree, accounts: { ...tree.accounts, [account.run]: { ...account, limit } } };
}

function placesOf(tree: TreeState, account: Account): readonly Place[] {
  return account.parked.flatMap((ref) => {
    const slot = slotAt(tree, ref);
    return slot?.status === "parked" && slot.failure?.class === "limit" ? [[ref, slot] as const] : [];
  });
}

/** The newest refusal counts: another account may have refused the place since. That of a level names none. */
function isBy(tree: TreeState, account: Account, { details }: Failure): boolean {
  const by = details?.["account"];
  return by === undefined || by === runIdOf(tree.treeId, account.run);
}

function isInReach(tree: TreeState, account: Account, { failure }: Slot): boolean {
  const dimension = DIMENSIONS.find((each) => LIMIT_OF[each] === failure?.details?.["limit"]);
  if (!failure || !dimension || !isBy(tree, account, failure)) return false;
  return isThere(tree, account, dimension);
}

/** Whether the account has anything left, or would be given it on the way up; as `askFor` goes. O(accounts on the way). */
function isThere(tree: TreeState, account: Account, dimension: Dimension): boolean {
  const { amount, account: short } = leftOf(tree, account, dimension);
  if (amount > 0 || !short) return true;
  const parent = parentOf(tree, short);
  return parent !== null && mayGrow(short, dimension) && isThere(tree, parent, dimension);
}

/**
 * The account whose call keeps a grant from growing: its own, or one on the way up to whoever would give. `null` = none
 * does, and it is the tree that has no more. O(accounts on the way).
 */
export function forbidderOf(tree: TreeState, account: Account, dimension: Dimension): Account | null {
  if (!mayGrow(account, dimension)) return account;
  const parent = parentOf(tree, account);
  const by = parent && leftOf(tree, parent, dimension).account;
  return by && by.parent !== null ? forbidderOf(tree, by, dimension) : null;
}

/** A grant below the hard limit of its call. */
function mayGrow({ granted, cap, limit }: Account, dimension: Dimension): boolean {
  if (!granted[dimension]) return false;
  return (limit[dimension] ?? 0) < (cap[dimension] ?? Number.POSITIVE_INFINITY);
}
