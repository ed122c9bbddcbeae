import type { ContextChange } from "../context/writes.ts";
import type { Scope } from "../expression/index.ts";
import type { NodeId, RunId } from "../ids.ts";
import { stopRuns } from "../recovery/end-run.ts";
import { liveChildrenOf } from "../run/cancel.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, needsFacts, refused, type Unstamped } from "../run/deciding.ts";
import type { ByHand, Event, NodeCompleted, Result } from "../run/events.ts";
import { failNode, failSlot, giveUp } from "../run/settle.ts";
import type { NodeState, RunState, SlotRef, TreeState } from "../run/state.ts";
import { definitionOf, nodeOf, runAt } from "../run/tree.ts";
import type { Usage } from "../run/usage.ts";
import type { Blob, Stored } from "../values/json.ts";
import { writtenBy } from "./context-writes.ts";
import { outputMisfit } from "./contract.ts";
import { expressionIn, orDecision } from "./evaluate.ts";
import { collectItems } from "./map/progress.ts";
import { scopeOf } from "./scope.ts";
import { undoingOf } from "./undoing.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type SlotResult = Exclude<Result, { collect: true }>;
type Done = {
  readonly result: Result;
  readonly port?: string;
  readonly attempt?: number;
  readonly usage?: Usage;
  readonly by?: ByHand;
  readonly degraded?: true;
  readonly pinned?: true;
  readonly reused?: RunId;
  /** Only edges from `port` may be taken: what has no port is for another outcome. */
  readonly onlyPort?: true;
  readonly blobs?: readonly Blob[];
  /** What a child brought back. */
  readonly context?: ContextChange;
};

/** A slot has its result: an item is counted by the node that repeats it, a node is final and its edges are decided. */
export function completeSlot(
  deciding: Deciding,
  ref: SlotRef,
  done: Done & { readonly result: SlotResult },
  before: readonly Unstamped<Event>[] = [],
): Decision {
  if (ref.item === undefined) return completeNode(deciding, ref, done, before);
  const { by, blobs, context } = done;
  const unfitting = unfit(deciding, ref, resultAt(deciding.tree, done.result), done, before);
  if (unfitting) return unfitting;
  const place = { run: ref.run, node: ref.node, item: ref.item };
  const output = resultAt(deciding.tree, done.result);
  const undoing = undoingOf(deciding, ref, output, !wasDone(done));
  if (undoing.kind !== "undoing")
    return orDecision(undoing, (cause) =>
      decided(deciding, [...before, ...giveUp(deciding.tree, ref, cause)]),
    );
  const completed: Unstamped<Event> = {
    type: "ItemCompleted",
    ...place,
    result: done.result,
    ...triedOf(done),
    ...(context ? { context } : {}),
    ...(by === undefined ? {} : { by }),
    ...(done.degraded ? { degraded: true as const } : {}),
    ...(undoing.undo ? { undo: undoing.undo } : {}),
  };
  return decided(deciding, [...before, completed], [...(blobs ?? []), ...undoing.blobs]);
}

/**
 * The node's result is final. Which outgoing edges are taken is evaluated here, over the result too, and written into
 * the event. Children that a satisfied join no longer needs are stopped first.
 */
export function completeNode(
  deciding: Deciding,
  ref: SlotRef,
  done: Done,
  before: readonly Unstamped<Event>[] = [],
): Decision {
  const { tree } = deciding;
  const run = runAt(tree, ref.run);
  const output = resultOf(tree, run, ref.node, done.result);
  const unfitting = unfit(deciding, ref, output, done, before);
  if (unfitting) return unfitting;
  const edges = takenEdges(deciding, run, ref.node, output, done);
  if (edges.kind !== "edges") {
    return orDecision(edges, (failure) =>
      decided(deciding, [...before, ...failNode(tree, run.no, ref.node, failure)]),
    );
  }
  const written = writtenBy(deciding, run, ref.node, output, done.context);
  if (written.kind === "lacking") return needsFacts(written.lacking);
  if (written.kind === "failure")
    return decided(deciding, [...before, ...failNode(tree, run.no, ref.node, written.failure)]);
  const undoing = undoingOf(deciding, { run: ref.run, node: ref.node }, output, !wasDone(done));
  if (undoing.kind !== "undoing")
    return orDecision(undoing, (cause) =>
      decided(deciding, [...before, ...failNode(tree, run.no, ref.node, cause)]),
    );
  const { result, port, attempt, usage, by } = done;
  const completed: Mutable<Unstamped<NodeCompleted>> = {
    type: "NodeCompleted",
    run: run.no,
    node: ref.node,
    result,
    edges: edges.taken,
  };
  if (port !== undefined) completed.port = port;
  if (attempt !== undefined) completed.attempt = attempt;
  if (usage !== undefined) completed.usage = usage;
  noteOrigin(completed, done);
  if (undoing.undo) completed.undo = undoing.undo;
  if (written.change) completed.context = written.change;
  const stops = stopChildren(tree, nodeOf(run, ref.node), by);
  return decided(
    deciding,
    [...before, ...stops, completed],
    joined(done.blobs, written.blobs, undoing.blobs),
  );
}

/** One after the other; most results bring none. */
function joined(...lists: readonly (readonly Blob[] | undefined)[]): readonly Blob[] {
  const some = lists.filter((list) => list !== undefined && list.length > 0);
  return some.length > 1 ? some.flatMap((list) => list ?? []) : (some[0] ?? []);
}

/** Writes why the result stands there, where the node did not simply give it. */
function noteOrigin(event: Mutable<Unstamped<NodeCompleted>>, { by, degraded, reused, pinned }: Done): void {
  if (by !== undefined) event.by = by;
  if (degraded) event.degraded = true;
  if (reused !== undefined) event.reused = reused;
  if (pinned) event.pinned = true;
}

/** What was skipped or pinned has done nothing that could be undone. */
function wasDone({ by, pinned }: Done): boolean {
  return by?.how !== "skip" && !pinned;
}

/** Which attempt gave the result, and what it used. */
function triedOf({ attempt, usage }: Done): Pick<Done, "attempt" | "usage"> {
  return { ...(attempt === undefined ? {} : { attempt }), ...(usage === undefined ? {} : { usage }) };
}

/** The result is not what its place is held to. What a person skips is not done, so nothing is asked of it. */
function unfit(
  deciding: Deciding,
  ref: SlotRef,
  output: Stored,
  { by, blobs }: Done,
  before: readonly Unstamped<Event>[],
): Decision | null {
  if (by?.how === "skip") return null;
  const amiss = outputMisfit(deciding, ref, output, blobs);
  if (!amiss) return null;
  if (by && amiss.kind === "failure") return refused("OUTPUT_INVALID");
  return orDecision(amiss, (cause) => decided(deciding, [...before, ...failSlot(deciding.tree, ref, cause)]));
}

function resultOf(tree: TreeState, run: RunState, node: NodeId, result: Result): Stored {
  return "collect" in result
    ? collectItems(definitionOf(tree, run, node).node, nodeOf(run, node)?.map)
    : resultAt(tree, result);
}

function resultAt(tree: TreeState, result: SlotResult): Stored {
  return "output" in result ? result.output : (runAt(tree, result.from).output ?? null);
}

type Taken = { readonly kind: "edges"; readonly taken: number[] };

function takenEdges(
  deciding: Deciding,
  run: RunState,
  node: NodeId,
  output: Stored,
  { port, onlyPort }: Done,
) {
  const taken: number[] = [];
  let scope: Scope | undefined;
  for (const { index, edge } of definitionOf(deciding.tree, run, node).outgoing) {
    if (edge.port !== port && (edge.port !== undefined || onlyPort)) continue;
    if (edge.when === undefined) {
      taken.push(index);
      continue;
    }
    scope ??= scopeOf(deciding.tree, run, { node, output });
    const held = expressionIn(deciding, edge.when, scope, `edge ${edge.source} → ${edge.target}, when`);
    if (held.kind !== "value") return held;
    if (held.stored === true) taken.push(index);
  }
  return { kind: "edges", taken } satisfies Taken;
}

/** Children that are still open; its calls are stopped by the node's own completion. */
function stopChildren(tree: TreeState, node: NodeState | undefined, by?: ByHand): Unstamped<Event>[] {
  const live = node ? liveChildrenOf(tree, node) : [];
  if (live.length === 0) return [];
  const reason = by ? `${by.how} by ${by.actor.name}` : "the join was satisfied without it";
  return stopRuns(tree, live, reason);
}
