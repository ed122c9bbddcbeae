import type { EpochMs, RunNo } from "../ids.ts";
import type { Event } from "../run/events.ts";
import { type Moment, momentOf } from "./moments.ts";
import { type OfRun, type SpanKind, turnOf } from "./turns.ts";

/** What a run did itself and when, beside its row: the times of its own attempts and waits. */
export type Span = {
  readonly kind: SpanKind;
  readonly node: string;
  readonly from: EpochMs;
  /** `null` = still open. */
  to: EpochMs | null;
};

export type RunHistory = {
  readonly spans: Span[];
  /** When another try was decided. */
  readonly retries: EpochMs[];
  /** Registered name of what it asked for last. */
  task: string | null;
  /** Spans that are open, by node and item. */
  readonly open: Map<string, Map<number, Span>>;
};

/** Times of a tree, folded from its events alone; goes on from any seq. */
export type History = {
  seq: number;
  from: EpochMs;
  /** Of the last event. */
  to: EpochMs;
  readonly runs: Map<RunNo, RunHistory>;
  readonly moments: Moment[];
  /** Moments beyond `MAX_MOMENTS`, which are only counted. */
  left: number;
  /** When at least one attempt was open anywhere; the last may have no end yet. */
  readonly busy: { readonly from: EpochMs; to: EpochMs | null }[];
  working: number;
};

export const MAX_MOMENTS = 2_000;
/** Of a node itself, not of one of its items. */
const WHOLE = -1;

export function newHistory(): History {
  return { seq: 0, from: 0, to: 0, runs: new Map(), moments: [], left: 0, busy: [], working: 0 };
}

/** Folds event `seq` in place. Events come in order; a gap is the caller's bug and throws. */
export function foldHistory(history: History, seq: number, event: Event): void {
  if (seq !== history.seq + 1) throw new Error(`history is at ${history.seq} and got event ${seq}`);
  history.seq = seq;
  if (event.type === "TreeStarted") history.from = event.at;
  history.to = Math.max(history.to, event.at);
  const moment = momentOf(seq, event);
  if (moment) addMoment(history, moment);
  if ("run" in event) foldSpans(history, event);
}

function addMoment(history: History, moment: Moment): void {
  if (history.moments.length < MAX_MOMENTS) history.moments.push(moment);
  else history.left += 1;
}

function foldSpans(history: History, event: OfRun): void {
  if (event.type === "RunStarted") {
    history.runs.set(event.run, { spans: [], retries: [], task: null, open: new Map() });
    return;
  }
  const run = history.runs.get(event.run);
  if (!run) return;
  const turn = turnOf(event);
  if (turn === null) return;
  if (turn === "run") for (const node of [...run.open.keys()]) closeNode(history, run, node, event.at);
  else if (turn === "node" && "node" in event) closeNode(history, run, event.node, event.at);
  else if ("node" in event) takeTurn(history, run, event, turn === "slot" ? null : (turn as SpanKind));
  note(run, event);
}

function takeTurn(
  history: History,
  run: RunHistory,
  event: Extract<OfRun, { readonly node: string }>,
  kind: SpanKind | null,
): void {
  const item = ("item" in event ? event.item : undefined) ?? WHOLE;
  const slots = run.open.get(event.node) ?? new Map<number, Span>();
  run.open.set(event.node, slots);
  const before = slots.get(item);
  if (before) close(history, before, event.at);
  slots.delete(item);
  if (kind === null) return;
  const span: Span = { kind, node: event.node, from: event.at, to: null };
  slots.set(item, span);
  run.spans.push(span);
  if (kind === "work") began(history, event.at);
}

function closeNode(history: History, run: RunHistory, node: string, at: EpochMs): void {
  for (const span of run.open.get(node)?.values() ?? []) close(history, span, at);
  run.open.delete(node);
}

function close(history: History, span: Span, at: EpochMs): void {
  span.to = Math.max(span.from, at);
  if (span.kind === "work") ended(history, at);
}

function note(run: RunHistory, event: OfRun): void {
  if (event.type === "AttemptStarted" || event.type === "AttemptQueued") run.task = event.task;
  const retryAt = event.type === "AttemptFailed" || event.type === "RungTaken" ? event.retryAt : undefined;
  if (typeof retryAt === "number") run.retries.push(event.at);
}

function began(history: History, at: EpochMs): void {
  history.working += 1;
  if (history.working > 1) return;
  const last = history.busy.at(-1);
  // Work that follows at once is no pause.
  if (last && last.to !== null && last.to >= at) last.to = null;
  else history.busy.push({ from: at, to: null });
}

function ended(history: History, at: EpochMs): void {
  history.working -= 1;
  const last = history.busy.at(-1);
  if (history.working === 0 && last) last.to = Math.max(last.from, at);
}
