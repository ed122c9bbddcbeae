import type { NodeId, RunNo } from "../ids.ts";
import { fingerprintOf } from "../recursion/fingerprint.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, type Unstamped } from "../run/deciding.ts";
import type { Event, RunEnd } from "../run/events.ts";
import type { RunState, TreeState } from "../run/state.ts";
import { boundGraphOf, runAt } from "../run/tree.ts";
import { ended } from "./end-run.ts";
import { UNDO, type Undo, undoGraph, undoOf } from "./undo.ts";

/** Starts the run that undoes a list, at a place of the run whose results they are. */
export function startUndo(
  tree: TreeState,
  run: RunState,
  node: NodeId,
  list: readonly Undo[],
  of?: readonly NodeId[],
): Unstamped<Event>[] {
  const { bound, input } = undoGraph(list, boundGraphOf(tree, run).slug);
  return [
    { type: "CompensationStarted", run: run.no, node, count: list.length, ...(of ? { of } : {}) },
    ...(tree.graphs[bound.hash] ? [] : [{ type: "GraphBound", ...bound } as const]),
    {
      type: "RunStarted",
      run: tree.runs.length,
      origin: { run: run.no, node },
      // It is part of its run: a run at the deepest depth can be undone too.
      depth: run.depth,
      graph: bound.hash,
      input,
      fingerprint: fingerprintOf(bound, input, []),
      label: "Compensation",
      undoes: true,
    },
  ];
}

/** Everything below a run that ends has ended: what can be undone is, and then the run is over. */
export function planUndo(deciding: Deciding, no: RunNo): Decision {
  const { tree } = deciding;
  const run = runAt(tree, no);
  const list = run.ending?.undo ? undoOf(run) : [];
  if (list.length > 0) return decided(deciding, startUndo(tree, run, UNDO, list));
  return decided(deciding, [ended(no, run.ending?.end ?? UNKNOWN)]);
}

const UNKNOWN: RunEnd = { kind: "cancelled", reason: "it was ending" };

/** Its compensation is over, so the run is: the event that ends it says how much was undone. */
export function planUndone(deciding: Deciding, child: RunState): Decision {
  const { tree } = deciding;
  const no = child.origin?.run ?? 0;
  const run = runAt(tree, no);
  const whole = child.phase === "succeeded" && !child.degraded;
  const end = run.ending?.end ?? UNKNOWN;
  const compensation = whole ? "done" : "incomplete";
  if (end.kind === "cancelled") {
    const reason = `${end.reason}; compensation ${compensation}`;
    return decided(deciding, [ended(no, { ...end, reason })]);
  }
  const details = { ...end.failure.details, compensation };
  return decided(deciding, [ended(no, { ...end, failure: { ...end.failure, details } })]);
}
