import type { BoundGraph } from "../graph/graph.ts";
import type { NodeId, RunNo } from "../ids.ts";
import type { RunState, TreeState } from "../run/state.ts";
import { boundGraphOf, runAt } from "../run/tree.ts";
import type { Stored } from "../values/json.ts";
import { workflowOf } from "./fingerprint.ts";
import { type Live, unreadIn, workOf } from "./sameness.ts";
import { readsOf } from "./unread.ts";

/** Ancestors that did the same before a run is told, and before it is not let in any more. */
const NUDGE_AT = 2;
const STOP_AT = 3;

/** A child that would do again what ancestors did, though its input is not equal to theirs. */
export type Repetition = {
  readonly verdict: "nudge" | "stop";
  /** `passThrough`: a run hands on to its own workflow what it was given. `pingPong`: a round of several comes back. */
  readonly pattern: "pingPong" | "passThrough";
  /** Levels from one time to the next. */
  readonly period: number;
  /** Which time the child would be. */
  readonly times: number;
  /** The nearest that did the same, and the first. */
  readonly ancestor: RunNo;
  readonly first: RunNo;
  /** Keys of the input that differ or may, and that nobody on the way reads. */
  readonly unread: readonly string[];
};

type Candidate = {
  readonly graph: BoundGraph;
  readonly input: Stored;
  readonly ignore: readonly string[];
  readonly task?: string;
};
type Step = { readonly run: RunState; readonly graph: BoundGraph; readonly by: NodeId };

/**
 * Looks for the child's work on the way to the root. Two inputs ask for the same when they differ only in what no workflow
 * on the way reads but to hand it on, or in how the same words are put. `null` where a run may get on by other means: it
 * has a context whose task nobody declared, or reads its own depth or what is left. O(depth).
 */
export function repetitionOf(
  tree: TreeState,
  parent: RunState,
  by: NodeId,
  child: Candidate,
): Repetition | null {
  if (parent.context && child.task === undefined) return null;
  const way = wayUp(tree, parent, by);
  const alike = way.filter((step) => isAlike(step, child));
  if (alike.length < NUDGE_AT) return null;
  const live = liveOn(way, child);
  if (!live) return null;
  const work = workOf(child.input, live);
  const same = alike.filter(({ run }) => workOf(run.input, live) === work);
  const [nearest] = same;
  const first = same.at(-1);
  if (!nearest || !first || same.length < NUDGE_AT) return null;
  const period = parent.depth + 1 - nearest.run.depth;
  return {
    verdict: same.length >= STOP_AT ? "stop" : "nudge",
    pattern: period === 1 ? "passThrough" : "pingPong",
    period,
    times: same.length + 1,
    ancestor: nearest.run.no,
    first: first.run.no,
    unread: unreadIn(child.input, live),
  };
}

/** The parent first. */
function wayUp(tree: TreeState, parent: RunState, by: NodeId): readonly Step[] {
  const way: Step[] = [];
  for (let at: { run: RunState; by: NodeId } | null = { run: parent, by }; at; ) {
    way.push({ ...at, graph: boundGraphOf(tree, at.run) });
    const { origin }: RunState = at.run;
    at = origin ? { run: runAt(tree, origin.run), by: origin.node } : null;
  }
  return way;
}

function isAlike({ run, graph }: Step, child: Candidate): boolean {
  return workflowOf(graph) === workflowOf(child.graph) && run.task === child.task;
}

/** What can make a difference: all that the workflows on the way read. */
function liveOn(way: readonly Step[], { graph, ignore }: Candidate): Live | null {
  const reads = way.map((step) => readsOf(step.graph.graph, step.by));
  if (!way.some((step) => step.graph.hash === graph.hash)) reads.push(readsOf(graph.graph, null));
  if (reads.some(({ moves }) => moves)) return null;
  return {
    keys: new Set(reads.flatMap(({ keys }) => [...keys])),
    whole: reads.some(({ whole }) => whole),
    ignore,
  };
}
