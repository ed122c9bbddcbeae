import { newProjection, project } from "../live/project.ts";
import type { Event } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import { type SlotRef, slotKey, type TreeState } from "../run/state.ts";
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

/** Complaints about rows that say something else than the state of what waits for a person in their runs. */
export function wronglyParked(journal: readonly Event[]): {
  readonly complaints: string[];
  readonly most: number;
} {
  const tree = newTree();
  const projection = newProjection();
  const complaints: string[] = [];
  let most = 0;
  for (const [index, event] of journal.entries()) {
    evolve(tree, event);
    project(projection, index + 1, event);
    for (const run of tree.runs) {
      const row = projection.rows.get(run.no);
      const open = run.phase === "running" && !run.ending ? Object.values(run.nodes ?? {}) : [];
      const parked = open.flatMap(slotsOf).filter(({ status }) => status === "parked").length;
      most = Math.max(most, parked);
      if (row?.parked !== parked || parked > 0 !== (row.status === "needs_attention"))
        complaints.push(
          `run ${run.no} has ${parked} parked after ${event.type} at ${index}, its row says ${row?.parked}, ${row?.status}`,
        );
    }
  }
  return { complaints, most };
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
