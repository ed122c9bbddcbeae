import type { Failure } from "../failure.ts";
import { plus } from "../recursion/amounts.ts";
import type { Event } from "../run/events.ts";
import { tokensOf } from "../run/usage.ts";
import { notesAfter, rowWith, startedNotes } from "./row-notes.ts";
import { foldPlaces, type OpenPlaces, shownOf } from "./row-places.ts";
import type { RunRow, TreeSummary } from "./wire.ts";

/**
 * What readers see of a tree, folded from its events alone. Each run's row depends only on the row before, on what is
 * open at the places of the run, and on the event, so a fold may start at any seq from stored rows and the places then
 * (`addPlacesOf`). Whoever stores rows and whoever streams them uses this one fold; that is why a snapshot and the batches
 * after it always agree.
 */
export type Projection = {
  seq: number;
  /** `null` until the tree has started. */
  tree: TreeSummary | null;
  readonly rows: Map<number, RunRow>;
  /** What is open in the runs, by which their rows say what they do; of no reader. */
  readonly places: OpenPlaces;
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
  return { seq: 0, tree: null, rows: new Map(), places: new Map(), slugs: new Map() };
}

/** Folds event `seq` in place and says what changed. Events come in order; a gap is the caller's bug and throws. */
export function project(projection: Projection, seq: number, event: Event): Change {
  if (seq !== projection.seq + 1) throw new Error(`projection is at ${projection.seq} and got event ${seq}`);
  projection.seq = seq;
  if (event.type === "GraphBound") projection.slugs.set(event.hash, event.slug);
  foldPlaces(projection.places, event);
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
  const patch = row ? patchOf(row, projection.places, event) : null;
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

/** Fields of a started run's row that an event changes, where `places` are as it leaves them; `null` when it changes none. */
export function patchOf(row: RunRow, places: OpenPlaces, event: Event): RowPatch | null {
  const told = withUsage(row, patchFor(row, event), event);
  return withNotes(row, row.endedAt === null ? withPlaces(row, told, places) : told, event);
}

/** A run with something parked needs attention until the last of it is decided or it ends, whatever goes on beside. */
function withPlaces(row: RunRow, told: RowPatch | null, places: OpenPlaces): RowPatch | null {
  if (told?.endedAt !== undefined) return told;
  const shown = shownOf(places.get(row.no));
  const status = (told?.parked ?? row.parked) > 0 ? "needs_attention" : shown.status;
  const { activeNode } = shown;
  if (status === row.status && activeNode === row.activeNode) return told;
  return {
    ...told,
    ...(status === row.status ? undefined : { status }),
    ...(activeNode === row.activeNode ? undefined : { activeNode }),
  };
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

/** What an event tells by itself; what the run does besides is told by its places. */
function patchFor(row: RunRow, event: Event): RowPatch | null {
  switch (event.type) {
    case "AttemptFailed":
      return event.retryAt === null ? null : { retries: row.retries + 1 };
    case "RungTaken":
      return event.retryAt === undefined ? null : { retries: row.retries + 1 };
    case "SlotParked":
      return { parked: row.parked + 1, failure: brief(event.failure) };
    case "RunEnding":
      return row.parked > 0 ? { parked: 0, failure: null } : null;
    case "RunSucceeded":
      return { ...over(row), status: "succeeded", endedAt: event.at };
    case "RunFailed":
      return { ...over(row), status: "failed", endedAt: event.at, failure: brief(event.failure) };
    case "RunCancelled":
      return { ...over(row), status: "cancelled", endedAt: event.at };
    default:
      return "unparks" in event && event.unparks ? unparked(row, event.unparks) : null;
  }
}

function over({ parked }: RunRow): RowPatch {
  return { activeNode: null, ...(parked > 0 ? { parked: 0, failure: null } : {}) };
}

function unparked(row: RunRow, unparks: number): RowPatch {
  const parked = Math.max(0, row.parked - unparks);
  return parked > 0 ? { parked } : { parked, failure: null };
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
