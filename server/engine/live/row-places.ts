import type { NodeId } from "../ids.ts";
import type { Event } from "../run/events.ts";
import type { RunState, Slot } from "../run/state.ts";
import { type OfRun, type Turn, turnOf } from "./turns.ts";
import type { RunRow } from "./wire.ts";

/** `line` = it stands in line for a place at its level, `budget` = for what others hold, `wait` = for what else `SpanKind` says. */
type Kind = "work" | "line" | "budget" | "wait";
/** How many of each kind are open. */
type Counts = Record<Kind, number>;
/** Items of a node, and the node itself as `WHOLE`. */
type Items = Counts & { readonly slots: Map<number, Kind> };

/**
 * What is open at the places of one run: its nodes, items of maps and iterations. Rows are told by it and never carry it:
 * it is folded from events beside them, or worked out from the state. Made once a run, and a node without items has no
 * object of its own: the fold takes 2.0 % of Node's time with 500 chains at once, and took 3.0 % with a map a node.
 */
type RunPlaces = Counts & {
  readonly nodes: Map<NodeId, Kind | Items>;
  /** It does nothing more and waits for what lives below it. */
  ending: boolean;
};
/** By run, of those that have not ended; a run at which nothing was open yet has none. */
export type OpenPlaces = Map<number, RunPlaces>;

const KINDS = ["work", "line", "budget", "wait"] as const satisfies readonly Kind[];
/** Of a node itself, not of one of its items. */
const WHOLE = -1;

function newPlaces(ending: boolean): RunPlaces {
  return { nodes: new Map(), work: 0, line: 0, budget: 0, wait: 0, ending };
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
  if (ending) open.set(run, newPlaces(ending));
  else open.delete(run);
}

type OfNode = Extract<OfRun, { readonly node: NodeId }>;

function foldNode(open: OpenPlaces, turn: Exclude<Turn, "run">, event: OfNode): void {
  const item = ("item" in event ? event.item : undefined) ?? WHOLE;
  if (turn === "node") dropNode(open.get(event.run), event.node);
  // What is parked is counted by the row itself.
  else if (turn === "slot" || event.type === "SlotParked") drop(open.get(event.run), event.node, item);
  else put(open, event.run, event.node, item, kindOf(turn, event));
}

function kindOf(turn: "work" | "queue" | "wait", event: OfNode): Kind {
  if (turn !== "queue") return turn;
  return event.type === "AttemptQueued" && event.waitsFor !== undefined ? "budget" : "line";
}

function put(open: OpenPlaces, run: number, node: NodeId, item: number, kind: Kind): void {
  let places = open.get(run);
  if (!places) {
    places = newPlaces(false);
    open.set(run, places);
  }
  const at = places.nodes.get(node);
  if (item === WHOLE && typeof at !== "object") {
    if (at !== undefined) places[at] -= 1;
    places.nodes.set(node, kind);
  } else putItem(places, at, node, item, kind);
  places[kind] += 1;
}

function putItem(
  places: RunPlaces,
  at: Kind | Items | undefined,
  node: NodeId,
  item: number,
  kind: Kind,
): void {
  const items = typeof at === "object" ? at : itemsOf(at);
  if (items !== at) places.nodes.set(node, items);
  const before = items.slots.get(item);
  if (before !== undefined) {
    places[before] -= 1;
    items[before] -= 1;
  }
  items.slots.set(item, kind);
  items[kind] += 1;
}

function itemsOf(whole: Kind | undefined): Items {
  const items: Items = { slots: new Map(), work: 0, line: 0, budget: 0, wait: 0 };
  if (whole === undefined) return items;
  items.slots.set(WHOLE, whole);
  items[whole] += 1;
  return items;
}

function drop(places: RunPlaces | undefined, node: NodeId, item: number): void {
  const at = places?.nodes.get(node);
  if (!places || at === undefined) return;
  if (typeof at !== "object") {
    if (item === WHOLE) dropNode(places, node);
    return;
  }
  const kind = at.slots.get(item);
  if (kind === undefined) return;
  places[kind] -= 1;
  at[kind] -= 1;
  at.slots.delete(item);
  if (at.slots.size === 0) places.nodes.delete(node);
}

function dropNode(places: RunPlaces | undefined, node: NodeId): void {
  const at = places?.nodes.get(node);
  if (!places || at === undefined) return;
  if (typeof at === "object") for (const kind of KINDS) places[kind] -= at[kind];
  else places[at] -= 1;
  places.nodes.delete(node);
}

/**
 * What a run does that has not ended and has nothing parked. Where something of it works it runs; else, where something
 * stands in line, it is queued; else, where something waits, it waits. Where only children work, or nothing yet, it runs.
 * `activeNode` = the first by name of the nodes that work, or else of those in line for a place.
 */
export function shownOf(places: RunPlaces | undefined): Pick<RunRow, "status" | "activeNode"> {
  if (!places) return { status: "running", activeNode: null };
  const { work, line, budget, wait } = places;
  if (places.ending) return { status: "waiting", activeNode: null };
  if (work > 0) return { status: "running", activeNode: firstWith(places, "work") };
  if (line > 0) return { status: "queued", activeNode: firstWith(places, "line") };
  if (budget > 0) return { status: "queued", activeNode: null };
  return { status: wait > 0 ? "waiting" : "running", activeNode: null };
}

function firstWith({ nodes }: RunPlaces, kind: Kind): NodeId | null {
  let first: NodeId | null = null;
  for (const [node, at] of nodes)
    if ((first === null || node < first) && (typeof at === "object" ? at[kind] > 0 : at === kind))
      first = node;
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
  const runs = [...open].map(([no, places]) => {
    const nodes = [...places.nodes].map(([node, at]) => [node, copyOf(at)] as const);
    return [no, { ...places, nodes: new Map(nodes) }] as const;
  });
  return new Map(runs);
}

function copyOf(at: Kind | Items): Kind | Items {
  return typeof at === "object" ? { ...at, slots: new Map(at.slots) } : at;
}
