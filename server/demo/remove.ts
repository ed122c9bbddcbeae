import { type Database, withTransaction } from "#db/client";
import {
  lockDemoState,
  openDemoTrees,
  removeDemoTrees,
  removeDemoWorkflows,
  someDemoTrees,
  writeDemoState,
} from "#db/queries/demo-data";
import type { Host } from "../runtime/host.ts";
import { removeDemoAgents } from "./agents.ts";

const TREES_PER_BATCH = 100;
const SYSTEM = { kind: "system", id: "demo", name: "Demo data" } as const;

/** Removes every demo tree, then the demo workflows. Whoever goes on after a kill finds what is left. */
export async function removePast(
  { db, host }: { readonly db: Pick<Database, "sql">; readonly host: Host },
  stopped: () => boolean,
): Promise<readonly string[]> {
  await endOpenTrees({ db, host });
  for (let ids = await someDemoTrees(db.sql, TREES_PER_BATCH); ids.length > 0 && !stopped(); ) {
    await withTransaction(db, async (tx) => {
      const state = await lockDemoState(tx);
      const gone = await removeDemoTrees(tx, ids);
      if (state) await writeDemoState(tx, { ...state, done: state.done + gone });
    });
    ids = await someDemoTrees(db.sql, TREES_PER_BATCH);
  }
  if (stopped()) return [];
  return await withTransaction(db, async (tx) => {
    await lockDemoState(tx);
    const slugs = await removeDemoWorkflows(tx);
    await removeDemoAgents(tx);
    await writeDemoState(tx, null);
    return slugs;
  });
}

/** Those that this process has in memory let go by themselves; others are fenced when their rows are gone. */
async function endOpenTrees({
  db,
  host,
}: {
  readonly db: Pick<Database, "sql">;
  readonly host: Host;
}): Promise<void> {
  for (const id of await openDemoTrees(db.sql, 1_000))
    await host.command(id, { type: "cancel", run: 0, reason: "the demo data is removed", actor: SYSTEM });
}
