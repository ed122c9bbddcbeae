import type { RunNo } from "../ids.ts";
import { cancelled, liveBelow } from "../run/cancel.ts";
import type { Unstamped } from "../run/deciding.ts";
import type { Actor, Event, RunEnd } from "../run/events.ts";
import type { RunState, Slot, TreeState } from "../run/state.ts";
import { runFailedReason } from "../run/stop-reasons.ts";
import { runAt } from "../run/tree.ts";
import { canUndo, undoOf } from "./undo.ts";

/**
 * Ends a run and all that lives below it, leaves first. With something to undo it goes on until that is done; so does
 * every run between it and one below that is at it already.
 */
export function endRun(tree: TreeState, no: RunNo, end: RunEnd, undo: boolean): Unstamped<Event>[] {
  const below = liveBelow(tree, no);
  const busy = busyAmong(tree, below);
  const reason = end.kind === "failed" ? runFailedReason(end.failure.code) : end.reason;
  const actor = end.kind === "cancelled" ? end.actor : undefined;
  const events = below.flatMap((child) => endBelow(tree, child, busy, reason, actor));
  const mustUndo = undo && canUndo(tree, no, below);
  // What is being undone below may leave more to do here.
  if (mustUndo || busy.size > 0) return [...events, { type: "RunEnding", run: no, end, undo }];
  return [...events, ended(no, end)];
}

/** Ends the child run of a slot, if it has one, with everything below it. */
export function stopped(tree: TreeState, { child }: Slot, reason: string): Unstamped<Event>[] {
  return child === undefined || tree.runs[child]?.phase !== "running" ? [] : stopRuns(tree, [child], reason);
}

/**
 * Ends runs that their places no longer need, each with all below it, leaves first. What undoes something is let finish:
 * those places go on without it, but the run that they are of waits for it before it ends.
 */
export function stopRuns(tree: TreeState, roots: readonly RunNo[], reason: string): Unstamped<Event>[] {
  const all = roots.flatMap((no) => [...liveBelow(tree, no), no]);
  const busy = busyAmong(tree, all);
  return all.flatMap((no) => endBelow(tree, no, busy, reason, undefined));
}

function endBelow(
  tree: TreeState,
  no: RunNo,
  busy: ReadonlySet<RunNo>,
  reason: string,
  actor: Actor | undefined,
): Unstamped<Event>[] {
  if (!busy.has(no)) return [cancelled(no, reason, actor)];
  const run = runAt(tree, no);
  if (run.ending || isUndoing(tree, run)) return [];
  const end: RunEnd = { kind: "cancelled", reason, ...(actor ? { actor } : {}) };
  return [{ type: "RunEnding", run: no, end, undo: false }];
}

/** How many results a run, and what lives below it, can undo at present. */
export function undoableBelow(tree: TreeState, no: RunNo): number {
  if (!tree.undoable) return 0;
  return [no, ...liveBelow(tree, no)].reduce((sum, each) => sum + undoOf(runAt(tree, each)).length, 0);
}

/** Runs that undo something or are about to, all that they have started, and every run between them and the one that ends. */
function busyAmong(tree: TreeState, below: readonly RunNo[]): ReadonlySet<RunNo> {
  const busy = new Set<RunNo>();
  if (!tree.undoing && !tree.undoable) return busy;
  const all = new Set(below);
  for (const no of below) {
    const run = runAt(tree, no);
    if (run.ending?.undo || isUndoing(tree, run)) addUp(tree, no, all, busy);
  }
  return busy;
}

function addUp(tree: TreeState, no: RunNo, below: ReadonlySet<RunNo>, busy: Set<RunNo>): void {
  for (let at: RunNo | undefined = no; at !== undefined && below.has(at); at = tree.runs[at]?.origin?.run)
    busy.add(at);
}

/** A run that undoes something, or lives below one that does. */
export function isUndoing(tree: TreeState, run: RunState): boolean {
  for (let at: RunState | undefined = run; at?.origin; at = tree.runs[at.origin.run])
    if (at.undoes === true) return true;
  return false;
}

/** The event that ends a run so. */
export function ended(run: RunNo, end: RunEnd): Unstamped<Event> {
  if (end.kind === "failed") return { type: "RunFailed", run, failure: end.failure };
  return cancelled(run, end.reason, end.actor);
}
