import type { Failure } from "../failure.ts";
import { plus } from "../recursion/amounts.ts";
import type { Event } from "../run/events.ts";
import { tokensOf } from "../run/usage.ts";
import { notesAfter, rowWith, startedNotes } from "./row-notes.ts";
import type { RunRow, TreeSummary } from "./wire.ts";

/**
 * What readers see of a tree, folded from its events alone. Each run's row depends only on the row before and on
 * the event, so a fold may start from stored rows at any seq. Whoever stores rows and whoever streams them uses
 * this one fold; that is why a snapshot and the batches after it always agree.
 */
export type Projection = {
  seq: number;
  /** `null` until the tree has started. */
  tree: TreeSummary | null;
  readonly rows: Map<number, RunRow>;
  /** Slug by graph hash, of the graphs bound so far. */
  readonly slugs: Map<string, string>;
};

export type RowPatch = Partial<Omit<RunRow, "no">>;
/** What one event changed: one row at most, and the summary at most. */
export type Change = {
  readonly no: number | null;
  readonly row: RowPatch | null;
  readonly tree: Partial<TreeSummary> | null;
};

export function newProjection(): Projection {
  return { seq: 0, tree: null, rows: new Map(), slugs: new Map() };
}

/** Folds event `seq` in place and says what changed. Events come in order; a gap is the caller's bug and throws. */
export function project(projection: Projection, seq: number, event: Event): Change {
  if (seq !== projection.seq + 1) throw new Error(`projection is at ${projection.seq} and got event ${seq}`);
  projection.seq = seq;
  if (event.type === "GraphBound") projection.slugs.set(event.hash, event.slug);
  const tree = foldTree(projection, event);
  const no = "run" in event ? event.run : null;
  const row = no === null ? null : foldRow(projection, no, event);
  return { no, row, tree };
}

function foldRow(projection: Projection, no: number, event: Event): RowPatch | null {
  if (event.type === "RunStarted") {
    const row = startedRow(event, projection.slugs.get(event.graph) ?? "");
    projection.rows.set(no, row);
    const { no: _, ...patch } = row;
    return patch;
  }
  const row = projection.rows.get(no);
  const patch = row ? patchOf(row, event) : null;
  if (row && patch) projection.rows.set(no, rowWith(row, patch));
  return patch;
}

export function startedRow(event: Extract<Event, { type: "RunStarted" }>, slug: string): RunRow {
  return {
    no: event.run,
    parent: event.origin?.run ?? null,
    node: event.origin?.node ?? null,
    item: event.origin?.item ?? null,
    depth: event.depth,
    slug,
    label: event.label ?? null,
    status: "running",
    startedAt: event.at,
    endedAt: null,
    activeNode: null,
    retries: 0,
    parked: 0,
    tokens: 0,
    costUsd: 0,
    failure: null,
    ...startedNotes(event),
  };
}

/** Fields of a started run's row that an event changes; `null` when it changes none. */
export function patchOf(row: RunRow, event: Event): RowPatch | null {
  const patch = withUsage(row, patchFor(row, event), event);
  return withNotes(row, row.status === "needs_attention" ? parkedPatch(row, patch, event) : patch, event);
}

function withNotes(row: RunRow, patch: RowPatch | null, event: Event): RowPatch | null {
  const notes = notesAfter(row, event);
  return notes === undefined ? patch : { ...patch, notes };
}

/** What an attempt used counts for its run, however it ended. */
function withUsage(row: RunRow, patch: RowPatch | null, event: Event): RowPatch | null {
  const usage = "usage" in event ? event.usage : undefined;
  if (!usage || (tokensOf(usage) === 0 && usage.costUsd === 0)) return patch;
  const used = { tokens: row.tokens + tokensOf(usage), costUsd: plus(row.costUsd, usage.costUsd) };
  return { ...patch, ...used };
}

/** A run with something parked needs attention until the last of it is decided or it ends, whatever goes on beside. */
function parkedPatch(row: RunRow, patch: RowPatch | null, event: Event): RowPatch | null {
  if (event.type === "RunEnding") return { ...patch, parked: 0, failure: null };
  if (patch?.endedAt !== undefined) return { failure: null, ...patch, parked: 0 };
  if (event.type === "SlotParked") return patch;
  const unparks = ("unparks" in event && event.unparks) || 0;
  const done = WORK_ENDS.has(event.type) && "node" in event && event.node === row.activeNode;
  const all = { ...patch, ...(done ? { activeNode: null } : {}) };
  if (unparks >= row.parked && unparks > 0) return { ...all, status: "running", failure: null, parked: 0 };
  const { status: _, ...rest } = { ...all, ...(unparks > 0 ? { parked: row.parked - unparks } : {}) };
  return Object.keys(rest).length > 0 ? rest : null;
}

/**
 * After these a node works no longer, or only at further items. Where something is parked that must not look like work: a
 * row knows one node that works, so it rather says too early that none does than for ever that one does.
 */
const WORK_ENDS: ReadonlySet<string> = new Set(["ItemCompleted", "ItemFailed", "PlanMade", "SlotFailing"]);

function patchFor(row: RunRow, event: Event): RowPatch | null {
  switch (event.type) {
    case "AttemptQueued":
    case "AttemptReleased":
      return changed(row, {
        activeNode: event.node,
        status: row.activeNode === null ? "queued" : row.status,
      });
    case "AttemptStarted":
      return changed(row, { activeNode: event.node, status: "running" });
    case "AttemptFailed":
      return event.retryAt === null ? null : retried(row, event.item);
    case "NodeStarted":
      return event.wakeAt === undefined && !event.awaits ? null : changed(row, { status: "waiting" });
    case "AttemptHeld":
      return changed(row, { activeNode: without(row, event.node), status: "waiting" });
    case "RunEnding":
      return changed(row, { activeNode: null, status: "waiting" });
    case "RungTaken":
      return event.retryAt === undefined ? null : retried(row, event.item);
    case "SlotParked":
      return {
        status: "needs_attention",
        activeNode: without(row, event.node),
        parked: row.parked + 1,
        failure: brief(event.failure),
      };
    case "NodeCompleted":
    case "NodeFailed":
      return changed(row, { activeNode: without(row, event.node), status: "running" });
    case "RunSucceeded":
      return { status: "succeeded", endedAt: event.at, activeNode: null };
    case "RunFailed":
      return { status: "failed", endedAt: event.at, activeNode: null, failure: brief(event.failure) };
    case "RunCancelled":
      return { status: "cancelled", endedAt: event.at, activeNode: null };
    default:
      return null;
  }
}

function without({ activeNode }: RunRow, node: string): string | null {
  return activeNode === node ? null : activeNode;
}

function retried(row: RunRow, item: number | undefined): RowPatch {
  return { retries: row.retries + 1, ...(item === undefined ? { status: "waiting" as const } : {}) };
}

function changed(row: RunRow, next: RowPatch): RowPatch | null {
  const patch: RowPatch = {
    ...(next.status !== undefined && next.status !== row.status ? { status: next.status } : {}),
    ...(next.activeNode !== undefined && next.activeNode !== row.activeNode
      ? { activeNode: next.activeNode }
      : {}),
  };
  return Object.keys(patch).length > 0 ? patch : null;
}

function brief(failure: Failure): { code: string; message: string } {
  return { code: failure.code, message: failure.message };
}

function foldTree(projection: Projection, event: Event): Partial<TreeSummary> | null {
  if (event.type === "TreeStarted") {
    projection.tree = startedTree(event);
    return projection.tree;
  }
  const tree = projection.tree;
  const patch = tree && treePatchOf(tree, event);
  if (tree && patch) projection.tree = { ...tree, ...patch };
  return patch;
}

function startedTree(event: Extract<Event, { type: "TreeStarted" }>): TreeSummary {
  return {
    treeId: event.treeId,
    slug: "",
    name: "",
    revision: null,
    status: "running",
    paused: false,
    startedAt: event.at,
    endedAt: null,
    maxDepth: event.limits.maxDepth,
    maxRuns: event.limits.maxRuns,
  };
}

function treePatchOf(tree: TreeSummary, event: Event): Partial<TreeSummary> | null {
  switch (event.type) {
    case "GraphBound":
      return tree.slug === "" ? { slug: event.slug, name: event.graph.name, revision: event.revision } : null;
    case "ToppedUp":
      return event.run === 0 && event.amounts.runs !== undefined
        ? { maxRuns: tree.maxRuns + event.amounts.runs }
        : null;
    case "TreePaused":
      return { paused: true, status: "paused" };
    case "TreeResumed":
      return { paused: false, status: "running" };
    case "RunSucceeded":
    case "RunFailed":
    case "RunCancelled":
      return event.run === 0 ? { status: ENDED[event.type], endedAt: event.at, paused: false } : null;
    default:
      return null;
  }
}

const ENDED = { RunSucceeded: "succeeded", RunFailed: "failed", RunCancelled: "cancelled" } as const;
