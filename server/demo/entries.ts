import { setImmediate as nextTurn } from "node:timers/promises";
import type { AppendEntry, TreeCreation } from "#db/queries/append-batch";
import type { Event } from "#server/engine/run/events";
import { evolve } from "#server/engine/run/evolve";
import { newTree } from "#server/engine/run/index";
import { addEvents, closeBatch, entryOf, openBatch } from "../runtime/batch.ts";
import { createHeaders, treeHeaderOf } from "../runtime/headers.ts";

/** As many as an owner writes at once. */
const EVENTS_PER_ENTRY = 500;

type Cut = {
  readonly treeId: string;
  readonly creation: TreeCreation;
  /** How many events the entry that begins after `seq` holds. */
  readonly size?: (seq: number) => number;
};

/** Folds a journal as an owner does and cuts it into what that would have committed at once. Tells the workspace nothing. */
export async function entriesOf(
  events: readonly Event[],
  { treeId, creation, size = () => EVENTS_PER_ENTRY }: Cut,
): Promise<readonly AppendEntry[]> {
  const state = newTree();
  const headers = createHeaders();
  const entries: AppendEntry[] = [];
  for (let from = 0; from < events.length; ) {
    const batch = openBatch(from + 1);
    const page = events.slice(from, from + size(from));
    for (const [place, event] of page.entries()) {
      evolve(state, event);
      headers.note(state, from + place + 1, event);
    }
    addEvents(batch, page, []);
    const commit = closeBatch(batch, headers.takeChanged(), treeHeaderOf(state));
    const facts = {
      treeId,
      epoch: 1,
      creation: from === 0 ? creation : null,
      written: null,
      headers: headers.unwritten(),
    };
    headers.wrote();
    entries.push({ ...entryOf(facts, batch, commit), quiet: true });
    if (from > 0) await nextTurn();
    from += page.length;
  }
  return entries;
}
