import type { Event } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import { slotKey, type TreeState } from "../run/state.ts";
import { newTree } from "../run/tree.ts";
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

/** Calls that the journal shows as handed out and not answered, worked out from the events alone. */
export function openCalls(journal: readonly Event[]): string[] {
  const open = new Map<string, { run: number; node: string; attempt: number; delivery: number }>();
  const close = (keep: (call: { run: number; node: string }) => boolean) => {
    for (const [key, call] of open) if (!keep(call)) open.delete(key);
  };
  for (const event of journal) {
    switch (event.type) {
      case "AttemptStarted":
        open.set(slotKey(event), {
          run: event.run,
          node: event.node,
          attempt: event.attempt,
          delivery: event.delivery,
        });
        break;
      case "AttemptFailed":
      case "ItemCompleted":
      case "ItemFailed":
        open.delete(slotKey(event));
        break;
      case "NodeCompleted":
      case "NodeFailed":
        close((call) => call.run !== event.run || call.node !== event.node);
        break;
      case "RunSucceeded":
      case "RunFailed":
      case "RunCancelled":
        close((call) => call.run !== event.run);
        break;
    }
  }
  return [...open].map(([key, call]) => `${key}#${call.attempt}.${call.delivery}`).sort();
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
