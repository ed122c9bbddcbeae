import { accountOf, charge, livingAccountOf } from "../recursion/account.ts";
import { plus } from "../recursion/amounts.ts";
import type { Reserved } from "../recursion/weigh.ts";
import { durationKey } from "./durations.ts";
import { type RunState, type Slot, type SlotRef, slotKey, type TreeState } from "./state.ts";
import { levelAt } from "./tree.ts";
import { tokensOf, type Usage } from "./usage.ts";

/** The ledger's side of an attempt: held when it is handed out, settled by its answer, charged in full without one. */

export function holdFor(
  tree: TreeState,
  run: RunState,
  slot: Slot,
  ref: SlotRef,
  reserved: Reserved | undefined,
): void {
  slot.reserved = reserved;
  if (!reserved) return;
  slot.callKey = callKey(ref, slot.attempt);
  const account = accountOf(tree, run);
  charge(tree, account, "tokens", 0, reserved.tokens);
  charge(tree, account, "costUsd", 0, reserved.costUsd);
  levelAt(tree, run.depth).held += reserved.tokens;
}

/** The answer of the open call says what it used; nothing said is nothing used. */
export function settleUsage(
  tree: TreeState,
  run: RunState,
  node: string,
  slot: Slot,
  usage: Usage | undefined,
): void {
  const tokens = tokensOf(usage);
  if (tokens > 0) {
    const key = durationKey(run, node);
    tree.tokensSeen[key] = Math.max(tree.tokensSeen[key] ?? 0, tokens);
  }
  spend(tree, run, slot, tokens, usage?.costUsd ?? 0);
}

/** The call ended without its answer: it may have used all that was held for it. A late answer puts that right. */
export function loseCall(tree: TreeState, run: RunState, slot: Slot): void {
  const { reserved, callKey: key } = slot;
  if (!reserved) return;
  const { tokens, costUsd } = reserved;
  if (key !== undefined) tree.orphans[key] = { run: run.no, tokens, costUsd };
  spend(tree, run, slot, tokens, costUsd);
}

/** The answer of a lost call came after all. */
export function settleOrphan(tree: TreeState, run: RunState, key: string, usage: Usage): void {
  const orphan = tree.orphans[key];
  if (!orphan) return;
  delete tree.orphans[key];
  const account = livingAccountOf(tree, run);
  const tokens = tokensOf(usage) - orphan.tokens;
  const costUsd = usage.costUsd - orphan.costUsd;
  charge(tree, account, "tokens", tokens, 0);
  charge(tree, account, "costUsd", costUsd, 0);
  count(tree, run, tokens, costUsd);
}

/** What a run used besides its attempts, for which nothing was held. */
export function chargeUsage(tree: TreeState, run: RunState, usage: Usage): void {
  const account = livingAccountOf(tree, run);
  charge(tree, account, "tokens", tokensOf(usage), 0);
  charge(tree, account, "costUsd", usage.costUsd, 0);
  count(tree, run, tokensOf(usage), usage.costUsd);
}

export function callKey(ref: SlotRef, attempt: number): string {
  return `${slotKey(ref)}#${attempt}`;
}

function spend(tree: TreeState, run: RunState, slot: Slot, tokens: number, costUsd: number): void {
  const held = slot.reserved;
  if (held) {
    slot.reserved = undefined;
    slot.callKey = undefined;
    levelAt(tree, run.depth).held -= held.tokens;
  }
  if (!held && tokens === 0 && costUsd === 0) return;
  const account = accountOf(tree, run);
  charge(tree, account, "tokens", tokens, held ? -held.tokens : 0);
  charge(tree, account, "costUsd", costUsd, held ? -held.costUsd : 0);
  count(tree, run, tokens, costUsd);
}

function count(tree: TreeState, run: RunState, tokens: number, costUsd: number): void {
  const { totals, head, queue } = levelAt(tree, run.depth);
  totals.tokens += tokens;
  totals.costUsd = plus(totals.costUsd, costUsd);
  if (tokens < 0 && head < queue.length) tree.agenda.push({ k: "level", depth: run.depth });
}
