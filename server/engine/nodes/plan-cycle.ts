import type { Failure } from "../failure.ts";
import type { BoundGraph } from "../graph/graph.ts";
import { type RunNo, runIdOf } from "../ids.ts";
import type { Repetition } from "../recursion/behaviour.ts";
import type { CycleFinding } from "../run/beyond.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, failure, type Unstamped } from "../run/deciding.ts";
import type { CycleDetected, CycleSuspected, OuterRun } from "../run/events.ts";
import { failSlot } from "../run/settle.ts";
import type { SlotRef, TreeState } from "../run/state.ts";
import { boundGraphOf, pathOf, runAt } from "../run/tree.ts";
import { completeSlot } from "./complete.ts";

type Child = { readonly graph: BoundGraph; readonly label?: string; readonly fingerprint: string };
type Code = CycleFinding["cycle"]["code"];
type Found = {
  readonly event: Unstamped<CycleDetected>;
  readonly code: Code;
  readonly message: string;
  /** The run that would be repeated, and the way from there. */
  readonly runId: string;
  readonly path: readonly string[];
};

/** The child would have the very input of an ancestor, or of a run above its tree. */
export function exactCycle(
  tree: TreeState,
  ref: SlotRef,
  { ancestor, outer }: { readonly ancestor: RunNo; readonly outer?: OuterRun },
  child: Child,
): Found {
  const above = tree.origin?.above ?? [];
  const passed = outer ? above.slice(above.findIndex(({ runId }) => runId === outer.runId)) : [];
  const path = [...passed.map(({ label }) => label), ...wayTo(tree, ref, ancestor, child)];
  const runId = outer?.runId ?? runIdOf(tree.treeId, ancestor);
  const seen = { type: "CycleDetected", ...ref, ancestor, fingerprint: child.fingerprint } as const;
  return {
    event: outer ? { ...seen, outer: outer.runId } : seen,
    code: "RecursionCycleDetected",
    runId,
    path,
    message: `Node ${ref.node} of run ${runIdOf(tree.treeId, ref.run)} would repeat run ${runId} with the same input: ${path.join(" → ")}.`,
  };
}

/** The child would do again, and once too often, what ancestors did. */
export function stopped(tree: TreeState, ref: SlotRef, repetition: Repetition, child: Child): Found {
  const { ancestor, pattern, period, times } = repetition;
  return {
    event: {
      type: "CycleDetected",
      ...ref,
      ancestor,
      fingerprint: child.fingerprint,
      pattern,
      period,
      times,
    },
    code: pattern === "passThrough" ? "RecursionStalled" : "RecursionCycleDetected",
    runId: runIdOf(tree.treeId, ancestor),
    path: wayTo(tree, ref, ancestor, child),
    message: `${wordsOf(tree, ref, repetition, child)} ${ADVICE}`,
  };
}

/** It has begun to look like that; the child starts all the same. */
export function nudge(
  tree: TreeState,
  ref: SlotRef,
  repetition: Repetition,
  child: Child,
): Unstamped<CycleSuspected> {
  const { ancestor, pattern, period, times } = repetition;
  const message = `${wordsOf(tree, ref, repetition, child)} Once more, and it is stopped.`;
  return { type: "CycleSuspected", ...ref, ancestor, pattern, period, times, message };
}

type Where = {
  readonly ref: SlotRef;
  readonly child: Child;
  readonly onCycle?: "fail" | "report" | undefined;
};

/** The node ends with the finding, or fails with it. */
export function repeated(deciding: Deciding, { ref, child, onCycle }: Where, found: Found): Decision {
  const { tree } = deciding;
  const { event, code, runId, path } = found;
  if (onCycle !== "report")
    return decided(deciding, [event, ...failSlot(tree, ref, failureOf(tree, ref, found))]);
  const output: CycleFinding = { cycle: { code, runId, label: child.label ?? null, path } };
  return completeSlot(deciding, ref, { result: { output } }, [event]);
}

function failureOf(tree: TreeState, ref: SlotRef, { event, code, message, runId }: Found): Failure {
  const { pattern, period, times } = event;
  return failure("cycle", code, message, {
    run: runIdOf(tree.treeId, ref.run),
    ancestor: runId,
    path: pathOf(tree, ref.run),
    ...(pattern === undefined ? {} : { pattern, period: period ?? 0, times: times ?? 0 }),
  });
}

const ADVICE =
  "End it with a condition on something that changes, hand on only a part of the work, or declare a measure that falls.";

function wordsOf(tree: TreeState, ref: SlotRef, repetition: Repetition, child: Child): string {
  const { pattern, times, ancestor, first, unread } = repetition;
  const run = (no: RunNo) => runIdOf(tree.treeId, no);
  const way = wayTo(tree, ref, ancestor, child).join(" → ");
  const what =
    pattern === "passThrough"
      ? `would hand the same work on for the ${ordinal(times)} time since run ${run(first)}, and no run on the way has made it smaller`
      : `would begin the same round for the ${ordinal(times)} time since run ${run(first)}; the last one began with run ${run(ancestor)}`;
  const keys =
    unread.length === 0 ? "" : ` No workflow on the way reads ${unread.join(", ")}, except to hand it on.`;
  return `Node ${ref.node} of run ${run(ref.run)} ${what}: ${way}.${keys}`;
}

function ordinal(count: number): string {
  return { 2: "second", 3: "third", 4: "fourth", 5: "fifth" }[count] ?? `${count}th`;
}

/** Labels (or slugs) of the runs from an ancestor down to the child, both included. */
function wayTo(tree: TreeState, ref: SlotRef, ancestor: RunNo, child: Child): string[] {
  const labels: string[] = [];
  for (let run = runAt(tree, ref.run); ; run = runAt(tree, run.origin.run)) {
    labels.push(run.label ?? boundGraphOf(tree, run).slug);
    if (run.no === ancestor || !run.origin) return [...labels.reverse(), child.label ?? child.graph.slug];
  }
}
