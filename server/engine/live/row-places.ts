import type { NodeId } from "../ids.ts";
import type { Event } from "../run/events.ts";
import type { RunState, Slot } from "../run/state.ts";
import { type OfRun, type Turn, turnOf } from "./turns.ts";
import type { RunRow } from "./wire.ts";

/** `line` = it stands in line for a place at its level, `budget` = for what others hold, `wait` = for what else `SpanKind` says. */
type Kind = "work" | "line" | "budget" | "wait";
type Counts = Record<Kind, number>;
type NodePlaces = { readonly slots: Map<number, Kind>; readonly counts: Counts };

/**
 * What is open at the places of one run: its nodes, items of maps and iterations. Rows are told by it and never carry it:
 * it is folded from events beside them, or worked out from the state, and holds what is open and nothing else.
 */
type RunPlaces = {
  readonly nodes: Map<NodeId, NodePlaces>;
  readonly counts: Counts;
  /** It does nothing more and waits for what lives below it. */
  ending: boolean;
};
/** By run; a run of which nothing is open has none. */
export type OpenPlaces = Map<number, RunPlaces>;

/** Of a node itself, not of one of its items. */
const WHOLE = -1;

function none(): Counts {
  return { work: 0, line: 0, budget: 0, wait: 0 };
}

/**
 * Folds an event in place. Each event says what is at its place from there on, whatever was before; so places that are
 * ahead of it are right again once all events up to them are folded.
 */
export function foldPlaces(open: OpenPlaces, event: Event): void {
  const turn = "run" in event ? turnOf(event) : null;
  if (turn === null) return;
  const { run } = event as OfRun;
  if (turn === "run") endRun(open, run, event.type === "RunEnding");
  else if ("node" in event) foldNode(open, turn, event);
}

function endRun(open: OpenPlaces, run: number, ending: boolean): void {
  if (ending) open.set(run, { nodes: new Map(), counts: none(), ending });
  else open.delete(run);
}

type OfNode = Extract<OfRun, { readonly node: NodeId }>;

function foldNode(open: OpenPlaces, turn: Exclude<Turn, "run">, event: OfNode): void {
  const item = ("item" in event ? event.item : undefined) ?? WHOLE;
  if (turn === "node") dropNode(open, event.run, event.node);
  // What is parked is counted by the row itself.
  else if (turn === "slot" || event.type === "SlotParked") drop(open, event.run, event.node, item);
  else put(open, event.run, event.node, item, kindOf(turn, event));
}

function kindOf(turn: "work" | "queue" | "wait", event: OfNode): Kind {
  if (turn !== "queue") return turn;
  return event.type === "AttemptQueued" && event.waitsFor !== undefined ? "budget" : "line";
}

function put(open: OpenPlaces, run: number, node: NodeId, item: number, kind: Kind): void {
  const places = open.get(run) ?? { nodes: new Map(), counts: none(), ending: false };
  open.set(run, places);
  const at: NodePlaces = places.nodes.get(node) ?? { slots: new Map(), counts: none() };
  places.nodes.set(node, at);
  const before = at.slots.get(item);
  if (before !== undefined) count(places, at, before, -1);
  at.slots.set(item, kind);
  count(places, at, kind, 1);
}

function count(places: RunPlaces, at: NodePlaces, kind: Kind, by: number): void {
  places.counts[kind] += by;
  at.counts[kind] += by;
}

function drop(open: OpenPlaces, run: number, node: NodeId, item: number): void {
  const places = open.get(run);
  const at = places?.nodes.get(node);
  const kind = at?.slots.get(item);
  if (!places || !at || kind === undefined) return;
  count(places, at, kind, -1);
  at.slots.delete(item);
  if (at.slots.size === 0) dropNode(open, run, node);
}

function dropNode(open: OpenPlaces, run: number, node: NodeId): void {
  const places = open.get(run);
  const at = places?.nodes.get(node);
  if (!places || !at) return;
  for (const kind of ["work", "line", "budget", "wait"] as const) places.counts[kind] -= at.counts[kind];
  places.nodes.delete(node);
  if (places.nodes.size === 0 && !places.ending) open.delete(run);
}

/**
 * What a run does that has not ended and has nothing parked. Where something of it works it runs; else, where something
 * stands in line, it is queued; else, where something waits, it waits. Where only children work, or nothing yet, it runs.
 * `activeNode` = the first by name of the nodes that work, or else of those in line for a place.
 */
export function shownOf(places: RunPlaces | undefined): Pick<RunRow, "status" | "activeNode"> {
  if (!places) return { status: "running", activeNode: null };
  const { work, line, budget, wait } = places.counts;
  if (places.ending) return { status: "waiting", activeNode: null };
  if (work > 0) return { status: "running", activeNode: firstWith(places, "work") };
  if (line > 0) return { status: "queued", activeNode: firstWith(places, "line") };
  if (budget > 0) return { status: "queued", activeNode: null };
  return { status: wait > 0 ? "waiting" : "running", activeNode: null };
}

function firstWith({ nodes }: RunPlaces, kind: Kind): NodeId | null {
  let first: NodeId | null = null;
  for (const [node, { counts }] of nodes)
    if (counts[kind] > 0 && (first === null || node < first)) first = node;
  return first;
}

/** The same from a run's state: where a fold goes on from. Costs what is open there. */
export function addPlacesOf(open: OpenPlaces, run: RunState): void {
  if (run.phase !== "running") return;
  // An ending run has no places any more.
  if (run.ending) endRun(open, run.no, true);
  for (const [id, node] of Object.entries(run.nodes ?? {})) {
    const own = kindAt(node, node.awaits !== undefined || node.wakeAt !== undefined);
    if (own) put(open, run.no, id, WHOLE, own);
    const { slots = [] } = node.map ?? {};
    for (const [item, slot] of slots.entries()) addItem(open, run.no, id, item, slot);
    if (node.loop) addItem(open, run.no, id, node.loop.index, node.loop.slot);
  }
}

function addItem(open: OpenPlaces, run: number, node: NodeId, item: number, slot: Slot | null): void {
  const kind = slot && kindAt(slot, false);
  if (kind) put(open, run, node, item, kind);
}

function kindAt(slot: Slot, waits: boolean): Kind | null {
  switch (slot.status) {
    case "queued":
      return slot.waitsFor === undefined ? "line" : "budget";
    case "retrying":
    case "held":
      return "wait";
    case "active":
      return slot.calling ? "work" : waits ? "wait" : null;
    default:
      return null;
  }
}

export function copyPlaces(open: OpenPlaces): OpenPlaces {
  const runs = [...open].map(([no, { nodes, counts, ending }]) => {
    const copies = [...nodes].map(([node, at]) => {
      const copy: NodePlaces = { slots: new Map(at.slots), counts: { ...at.counts } };
      return [node, copy] as const;
    });
    return [no, { nodes: new Map(copies), counts: { ...counts }, ending }] as const;
  });
  return new Map(runs);
}
