import { type CompiledGraph, type CompiledNode, compileGraph } from "../graph/compile.ts";
import { limitsSchema } from "../graph/graph.ts";
import type { AttemptOf } from "../graph/kind.ts";
import type { NodeId, RunNo } from "../ids.ts";
import { kindOf } from "../nodes/definitions.ts";
import { rootAccount } from "../recursion/account.ts";
import type { LevelState, LevelTotals, NodeState, RunState, Slot, SlotRef, TreeState } from "./state.ts";

/** A tree before its first event. */
export function newTree(): TreeState {
  return {
    v: 1,
    treeId: "",
    seq: 0,
    at: 0,
    limits: limitsSchema.parse({}),
    paused: false,
    pausedAt: null,
    deadlineAt: null,
    graphs: {},
    runs: [],
    levels: [],
    once: {},
    agenda: [],
    agendaHead: 0,
    timers: [],
    openCalls: 0,
    outside: 0,
    timed: 0,
    stillSince: null,
    waiting: {},
    signals: {},
    announced: {},
    counts: { running: 0, succeeded: 0, failed: 0, cancelled: 0, deepest: 0, attempts: 0, retries: 0 },
    durations: {},
    slow: {},
    tokensSeen: {},
    accounts: { 0: rootAccount() },
    orphans: {},
    activeMs: 0,
  };
}

/** The run with this number. Throws on a number that the tree never had: a bug, not an input. */
export function runAt(tree: TreeState, no: RunNo): RunState {
  const run = tree.runs[no];
  if (!run) throw new Error(`tree ${tree.treeId} has no run ${no}`);
  return run;
}

export function boundGraphOf(tree: TreeState, run: RunState) {
  const bound = tree.graphs[run.graph];
  if (!bound) throw new Error(`tree ${tree.treeId} has no graph ${run.graph}`);
  return bound;
}

export function compiledOf(tree: TreeState, run: RunState): CompiledGraph {
  return compileGraph(boundGraphOf(tree, run).graph);
}

/** A node of the run's graph with its edges. Throws on an id that the graph does not have: a bug, not an input. */
export function definitionOf(tree: TreeState, run: RunState, id: NodeId): CompiledNode {
  const node = compiledOf(tree, run).nodes.get(id);
  if (!node) throw new Error(`graph ${run.graph} has no node ${id}`);
  return node;
}

/** What a place asks of executors; `null` when its kind asks nothing. */
export function attemptOf(tree: TreeState, ref: SlotRef): AttemptOf | null {
  const { node } = definitionOf(tree, runAt(tree, ref.run), ref.node);
  const work = kindOf(node).body?.(node).body ?? node;
  return kindOf(work).attempt?.(work) ?? null;
}

const NOTHING: LevelTotals = {
  attempts: 0,
  succeeded: 0,
  failed: 0,
  retries: 0,
  workMs: 0,
  tokens: 0,
  costUsd: 0,
  nodes: 0,
  places: 0,
  lostMs: 0,
  lostTokens: 0,
  waitingMs: 0,
  contextBytesBefore: 0,
  contextBytesAfter: 0,
  children: 0,
  runsSucceeded: 0,
  runsFailed: 0,
  runsCancelled: 0,
};

export function levelAt(tree: TreeState, depth: number): LevelState {
  // A detached tree begins deeper down: levels above it are empty, not missing.
  while (tree.levels.length <= depth)
    tree.levels.push({ agents: 0, queue: [], head: 0, runs: 0, totals: { ...NOTHING }, held: 0 });
  return tree.levels[depth] as LevelState;
}

/** State of a node that some event has touched; `undefined` while it is untouched or once its run has settled. */
export function nodeOf(run: RunState, node: NodeId): NodeState | undefined {
  return run.nodes?.[node];
}

/** The node's own slot, or that of one item of a map; `undefined` when it is not open in any way. */
export function slotAt(tree: TreeState, ref: SlotRef): Slot | undefined {
  const node = tree.runs[ref.run]?.nodes?.[ref.node];
  if (!node || ref.item === undefined) return node;
  return itemSlot(node, ref.item);
}

/** The slot of an item of a map, or of the present iteration of a loop. */
export function itemSlot(node: NodeState, item: number): Slot | undefined {
  if (node.loop) return node.loop.index === item ? (node.loop.slot ?? undefined) : undefined;
  return node.map?.slots[item] ?? undefined;
}

/** Attempts since the work was last asked for. */
export function triesOf(slot: Slot): number {
  return slot.attempt - (slot.before ?? 0);
}

/** Every place of a node where something can be open, its own first. */
export function slotsOf(node: NodeState): readonly Slot[] {
  if (node.map) return [node, ...node.map.slots.filter((slot) => slot !== null)];
  return node.loop?.slot ? [node, node.loop.slot] : [node];
}

/** Stable logical address: `root`, then `/node` or `/node[item]` for each start on the way down; `~2` where a person asked for it again. */
export function pathOf(tree: TreeState, no: RunNo): string {
  if (no === 0) return "root";
  const parts: string[] = [];
  for (let run = runAt(tree, no); run.origin; run = runAt(tree, run.origin.run)) {
    const { node, item, generation } = run.origin;
    const place = item === undefined ? node : `${node}[${item}]`;
    parts.push(generation === undefined ? place : `${place}~${generation}`);
  }
  return ["root", ...parts.reverse()].join("/");
}

/** It was asked to stop, and has not been stopped yet: nothing new may start. */
export function isClosing(tree: TreeState): boolean {
  return tree.closing !== undefined && tree.runs[0]?.phase === "running" && tree.runs[0].ending === undefined;
}

export function isSettled(tree: TreeState): boolean {
  const root = tree.runs[0];
  return root !== undefined && root.phase !== "running";
}
