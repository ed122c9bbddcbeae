import { newProjection, project } from "../live/project.ts";
import { addPlacesOf, type OpenPlaces } from "../live/row-places.ts";
import type { Event } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import {
  type NodeState,
  type RunState,
  type Slot,
  type SlotRef,
  slotKey,
  type TreeState,
} from "../run/state.ts";
import { newTree, slotsOf } from "../run/tree.ts";
import type { SeenCall } from "../simulation/simulator.ts";

const SETTLING = new Set(["RunSucceeded", "RunFailed", "RunCancelled"]);

/** Complaints about events of a run after the one that settled it. */
export function afterSettlement(journal: readonly Event[]): string[] {
  const settled = new Set<number>();
  const complaints: string[] = [];
  for (const [index, event] of journal.entries()) {
    if (settled.has(0)) complaints.push(`${event.type} at ${index} after the tree settled`);
    if (!("run" in event)) continue;
    if (settled.has(event.run)) complaints.push(`${event.type} at ${index} after run ${event.run} settled`);
    if (SETTLING.has(event.type)) settled.add(event.run);
  }
  return complaints;
}

/** The journal folded from nothing. */
export function refold(journal: readonly Event[]): TreeState {
  const tree = newTree();
  for (const event of journal) evolve(tree, event);
  return tree;
}

/** Complaints about rows that say something else than the state of what their runs do and what in them waits for a person. */
export function wrongRows(journal: readonly Event[]): {
  readonly complaints: string[];
  readonly most: { parked: number; working: number };
} {
  const tree = newTree();
  const projection = newProjection();
  const complaints: string[] = [];
  const most = { parked: 0, working: 0 };
  for (const [index, event] of journal.entries()) {
    evolve(tree, event);
    project(projection, index + 1, event);
    // While what a fork has taken over is told, runs may come before others with a lower number.
    for (const run of Object.values(tree.runs)) {
      const row = projection.rows.get(run.no);
      const told = toldOf(run);
      most.parked = Math.max(most.parked, told.parked);
      most.working = Math.max(most.working, told.working.length);
      const says = row && { parked: row.parked, status: row.status, activeNode: row.activeNode };
      const holds = { parked: told.parked, status: told.status, activeNode: told.activeNode };
      if (JSON.stringify(says) !== JSON.stringify(holds))
        complaints.push(
          `run ${run.no} is ${JSON.stringify(holds)} after ${event.type} at ${index}, its row says ${JSON.stringify(says)}`,
        );
    }
    const [held, folded] = [listed(placesIn(tree)), listed(projection.places)];
    if (held !== folded)
      complaints.push(`after ${event.type} at ${index} open are ${held}, and not ${folded}`);
  }
  return { complaints, most };
}

/** A row's state by the rule of `docs/watching.md`, from everything that is open in a run. */
function toldOf(run: RunState) {
  const open = run.phase === "running" && !run.ending ? Object.entries(run.nodes ?? {}) : [];
  const nodesWith = (is: (slot: Slot, node: NodeState) => boolean) =>
    open
      .filter(([, node]) => slotsOf(node).some((slot) => is(slot, node)))
      .map(([id]) => id)
      .toSorted();
  const slots = open.flatMap(([, node]) => slotsOf(node));
  const parked = slots.filter(({ status }) => status === "parked").length;
  const working = nodesWith(({ status, calling }) => status === "active" && calling === true);
  const inLine = nodesWith(({ status, waitsFor }) => status === "queued" && waitsFor === undefined);
  const waiting = nodesWith(
    (slot, node) =>
      slot.status === "retrying" ||
      slot.status === "held" ||
      (slot === node && slot.status === "active" && (node.awaits ?? node.wakeAt) !== undefined),
  );
  const does = () => {
    if (run.phase !== "running") return run.phase;
    if (parked > 0) return "needs_attention";
    if (working.length > 0) return "running";
    if (slots.some(({ status }) => status === "queued")) return "queued";
    return run.ending || waiting.length > 0 ? "waiting" : "running";
  };
  return { parked, working, status: does(), activeNode: working[0] ?? inLine[0] ?? null };
}

/** What is open, worked out from the state alone. */
function placesIn(tree: TreeState): OpenPlaces {
  const open: OpenPlaces = new Map();
  for (const run of Object.values(tree.runs)) addPlacesOf(open, run);
  return open;
}

function listed(open: OpenPlaces): string {
  const places = [...open].flatMap(([run, { nodes, ending }]) => [
    ...(ending ? [`${run} ends`] : []),
    ...[...nodes].flatMap(([node, at]) => {
      const slots = typeof at === "object" ? at.slots : new Map([[-1, at]]);
      return [...slots].map(([item, kind]) => `${run}/${node}/${item}: ${kind}`);
    }),
  ]);
  return places.toSorted().join(", ");
}

type Open = Map<string, { readonly run: number; readonly node: string; readonly name: string }>;

/** Calls that the journal shows as handed out and not answered, worked out from the events alone. */
export function openCalls(journal: readonly Event[]): string[] {
  const open: Open = new Map();
  for (const event of journal) {
    if (event.type === "AttemptStarted") {
      const { run, node, attempt, delivery } = event;
      open.set(slotKey(event), { run, node, name: `${slotKey(event)}#${attempt}.${delivery}` });
    } else if (SLOT_ENDS.has(event.type)) open.delete(slotKey(event as SlotRef));
    else if (NODE_ENDS.has(event.type)) {
      const ended = event as SlotRef;
      drop(open, (call) => call.run === ended.run && call.node === ended.node);
    } else if (SETTLING.has(event.type) || event.type === "RunEnding")
      drop(open, (call) => call.run === (event as SlotRef).run);
  }
  return [...open.values()].map(({ name }) => name).sort();
}

const SLOT_ENDS = new Set(["AttemptFailed", "AttemptHeld", "ItemCompleted", "ItemFailed", "NodeRetried"]);
const NODE_ENDS = new Set(["NodeCompleted", "NodeFailed", "PlanMade"]);

function drop(open: Open, ends: (call: { readonly run: number; readonly node: string }) => boolean): void {
  for (const [key, call] of open) if (ends(call)) open.delete(key);
}

/** Complaints about effectful calls that went out before the event that orders them was committed. */
export function actedBeforeCommit(journal: readonly Event[], calls: readonly SeenCall[]): string[] {
  const startedAt = new Map<string, number>();
  for (const [index, event] of journal.entries()) {
    if (event.type === "AttemptStarted")
      startedAt.set(`${slotKey(event)}#${event.attempt}.${event.delivery}`, index + 1);
  }
  return calls.flatMap(({ call, committed }) => {
    const seq = startedAt.get(`${slotKey(call)}#${call.attempt}.${call.delivery}`);
    if (call.pure || (seq !== undefined && seq <= committed)) return [];
    return [
      `${slotKey(call)} attempt ${call.attempt} delivery ${call.delivery} went out at head ${committed}, its start is ${seq}`,
    ];
  });
}
