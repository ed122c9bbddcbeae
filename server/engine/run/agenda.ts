import type { NodeId, RunNo } from "../ids.ts";
import { loopCanMove } from "../nodes/loop/progress.ts";
import { joinedBy, mapProgress } from "../nodes/map/progress.ts";
import { UNDO } from "../recovery/undo.ts";
import { type Account, accountOf } from "../recursion/account.ts";
import { placesAt, tokensLeftAt } from "../recursion/allowance.ts";
import { weigh } from "../recursion/weigh.ts";
import type { Hint, LevelState, RunState, Slot, TreeState } from "./state.ts";
import { definitionOf, isClosing, isSettled, runAt, slotAt } from "./tree.ts";

/** Hints behind the head are dropped in bulk once there are this many. */
const COMPACT_AT = 1_024;

export function pushHint(tree: TreeState, hint: Hint): void {
  tree.agenda.push(hint);
}

/** The next thing to plan; `undefined` when nothing is actionable or the tree is paused. */
export function nextHint(tree: TreeState): Hint | undefined {
  if (isClosing(tree)) return tree.openCalls === 0 ? { k: "close" } : undefined;
  return tree.paused ? undefined : tree.agenda[tree.agendaHead];
}

/** Drops hints at the head that no longer are actionable. Part of folding, so replay drops the same ones. */
export function dropStaleHints(tree: TreeState): void {
  for (
    let hint = tree.agenda[tree.agendaHead];
    hint && !isActionable(tree, hint);
    hint = tree.agenda[tree.agendaHead]
  ) {
    tree.agendaHead += 1;
  }
  if (tree.agendaHead >= COMPACT_AT && tree.agendaHead * 2 > tree.agenda.length) {
    tree.agenda = tree.agenda.slice(tree.agendaHead);
    tree.agendaHead = 0;
  }
}

function isActionable(tree: TreeState, hint: Hint): boolean {
  if (hint.k === "level") return levelHasPlace(tree, hint.depth);
  if (hint.k === "budget") return budgetCanMove(tree, hint.account);
  if (hint.k === "refund") return tree.accounts[hint.account] !== undefined && !isSettled(tree);
  if (hint.k === "close") return isClosing(tree);
  if (hint.k === "adapt") return tree.levels[hint.depth]?.allowance?.due !== undefined && !isSettled(tree);
  const run = tree.runs[hint.run];
  if (!run) return false;
  switch (hint.k) {
    case "node":
      return isPlannable(run, hint.node);
    case "item":
      return slotAt(tree, hint)?.status === "ready";
    case "undo":
      return (
        run.phase === "running" &&
        run.ending !== undefined &&
        !run.nodes?.[UNDO] &&
        run.lingering === undefined
      );
    case "recover":
      return slotAt(tree, hint)?.status === "failing";
    case "items":
      return itemsCanMove(tree, run, hint.node);
    case "finish":
      return run.phase === "running" && run.open === 0;
    case "child":
      return isAwaited(tree, run);
    case "degraded":
      return slotAt(tree, hint)?.degraded !== undefined;
  }
}

function isPlannable(run: RunState, node: NodeId): boolean {
  const status = run.nodes?.[node]?.status;
  return status === "ready" || status === "skippable";
}

function itemsCanMove(tree: TreeState, run: RunState, id: NodeId): boolean {
  const state = run.nodes?.[id];
  if (state?.status !== "active") return false;
  if (state.loop) return loopCanMove(state.loop);
  if (!state.map) return false;
  const joined = joinedBy(definitionOf(tree, run, id).node);
  return joined !== null && mapProgress(joined, state.map).do !== "hold";
}

/** A settled child whose parent still waits for it. */
function isAwaited(tree: TreeState, child: RunState): boolean {
  if (!child.origin || child.phase === "running") return false;
  if (tree.runs[child.origin.run]?.ending && child.origin.node !== UNDO) return false;
  const slot = slotAt(tree, child.origin);
  return slot?.status === "active" && slot.child === child.no;
}

function levelHasPlace(tree: TreeState, depth: number): boolean {
  const level = tree.levels[depth];
  if (!level || level.agents >= placesAt(tree, depth)) return false;
  dropStaleQueue(tree, level);
  const ref = level.queue[level.head];
  if (!ref) return false;
  const { need } = slotAt(tree, ref) ?? {};
  // What its own calls hold comes back to the level; with none open, the oldest starts with what is left or is refused.
  return !need || level.held === 0 || tokensLeftAt(tree, depth) >= need.tokens;
}

/** The oldest attempt that waits for what others have reserved may start, has to wait elsewhere, or is refused. */
function budgetCanMove(tree: TreeState, no: RunNo): boolean {
  const account = tree.accounts[no];
  if (!account) return false;
  dropStaleFunds(tree, account);
  const ref = account.queue[account.head];
  if (!ref) return false;
  const verdict = weigh(
    tree,
    accountOf(tree, runAt(tree, ref.run)),
    slotAt(tree, ref)?.need,
    startsOf(slotAt(tree, ref)),
  );
  return verdict.kind !== "wait" || verdict.account !== account;
}

/** An attempt that was handed out before has been counted. */
export function startsOf(slot: Pick<Slot, "delivery"> | undefined): number {
  return (slot?.delivery ?? 0) > 0 ? 0 : 1;
}

function dropStaleFunds(tree: TreeState, account: Account): void {
  for (
    let ref = account.queue[account.head];
    ref && slotAt(tree, ref)?.waitsFor !== account.run;
    ref = account.queue[account.head]
  ) {
    account.head += 1;
  }
  if (account.head >= COMPACT_AT && account.head * 2 > account.queue.length) {
    account.queue = account.queue.slice(account.head);
    account.head = 0;
  }
}

function standsInLine(slot: Slot | undefined): boolean {
  return slot?.status === "queued" && slot.waitsFor === undefined;
}

/** Forgets queued attempts of slots that moved on: their run was cancelled or failed. */
function dropStaleQueue(tree: TreeState, level: LevelState): void {
  for (
    let ref = level.queue[level.head];
    ref && !standsInLine(slotAt(tree, ref));
    ref = level.queue[level.head]
  ) {
    level.head += 1;
  }
  if (level.head >= COMPACT_AT && level.head * 2 > level.queue.length) {
    level.queue = level.queue.slice(level.head);
    level.head = 0;
  }
}
