import { type Database, type Transaction, withTransaction } from "#db/client";
import { type AppendEntry, appendBatch } from "#db/queries/append-batch";
import { type DemoState, lockDemoState, writeDemoState } from "#db/queries/demo-data";
import { quarantineTree } from "#db/queries/quarantine-tree";
import type { PastRun } from "./history.ts";
import { pastRuns } from "./history.ts";
import { type RecordedRun, recordRun } from "./record.ts";
import { demoWorkflows } from "./workflows.ts";

/** Runs that one transaction stores, unless they are large. */
const RUNS_PER_BATCH = 60;
const EVENTS_PER_BATCH = 10_000;

export function demoSize(now: number): number {
  return pastRuns(now).length;
}

type Recorded = RecordedRun & { readonly past: PastRun };

/**
 * Stores the runs of the past from where it stands, some at a time, each batch with how far it came: whoever goes on
 * after a kill, or beside another process, neither repeats nor leaves out any.
 */
export async function loadPast(
  db: Pick<Database, "sql">,
  { state, stopped }: { readonly state: DemoState; readonly stopped: () => boolean },
): Promise<void> {
  const { now } = state;
  const past = pastRuns(now);
  const workflowsAt = demoWorkflows(now);
  let { done } = state;
  while (done < past.length && !stopped()) {
    const batch: Recorded[] = [];
    for (let events = 0; batch.length < RUNS_PER_BATCH && events < EVENTS_PER_BATCH; ) {
      const index = done + batch.length;
      const run = past[index];
      if (!run) break;
      const recorded = await recordRun(run, { index, now, workflows: workflowsAt(run.at) });
      batch.push({ ...recorded, past: run });
      events += recorded.entries.at(-1)?.lastSeq ?? 0;
    }
    done = await storeBatch(db, batch, done);
  }
}

/** How many are stored after it; another number than expected = somebody else went on meanwhile. */
function storeBatch(db: Pick<Database, "sql">, batch: readonly Recorded[], done: number): Promise<number> {
  return withTransaction(db, async (tx) => {
    const state = await lockDemoState(tx);
    if (state?.phase !== "loading") return Number.POSITIVE_INFINITY;
    if (state.done !== done) return state.done;
    await store(tx, batch);
    const next = done + batch.length;
    await writeDemoState(tx, { ...state, done: next });
    return next;
  });
}

async function store(tx: Transaction, batch: readonly Recorded[]): Promise<void> {
  const longest = Math.max(0, ...batch.map(({ entries }) => entries.length));
  for (let place = 0; place < longest; place++) {
    const entries = batch.flatMap((run): AppendEntry[] => run.entries.slice(place, place + 1));
    await appendBatch(tx, entries);
  }
  for (const { treeId, past } of batch) if (past.ending === "attention") await hold(tx, treeId);
}

/** As a tree that has ended its process three times. */
async function hold(tx: Transaction, treeId: string): Promise<void> {
  const message = "its owner ended 3 times in a row while this tree was open (demo)";
  const failure = JSON.stringify({ code: "NeedsAttention", message });
  await quarantineTree(tx, { treeId, epoch: 1, failure });
}
