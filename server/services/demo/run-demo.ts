import { withTransaction } from "#db/client";
import { lockDemoState, readDemoState, writeDemoState } from "#db/queries/demo-data";
import { announceToWorkspace } from "#db/queries/workspace-events";
import { loadPast } from "../../demo/load.ts";
import { removePast } from "../../demo/remove.ts";
import type { Services } from "../context.ts";

const ACTOR = { id: "demo", name: "Demo data" };
type Work = { done: Promise<void>; stopped: boolean; again: boolean };
const working = new WeakMap<object, Work>();

type DemoServices = Pick<Services, "db" | "host" | "agents" | "log">;

/** Goes on with what the database says is under way, in the background. One at a time in a process. */
export function goOnWithDemo(services: DemoServices): void {
  const { db, log } = services;
  const known = working.get(db);
  if (known) {
    // It may have looked for the last time already.
    known.again = true;
    return;
  }
  const work: Work = { done: Promise.resolve(), stopped: false, again: false };
  working.set(db, work);
  work.done = carry(services, () => work.stopped)
    .catch((error: unknown) =>
      log.error({ err: error }, "the demo data is not complete; the next start goes on"),
    )
    .finally(() => {
      working.delete(db);
      if (work.again && !work.stopped) goOnWithDemo(services);
    });
}

/** Ends what is under way after the present batch. */
export async function stopDemo({ db }: Pick<Services, "db">): Promise<void> {
  const work = working.get(db);
  if (!work) return;
  work.stopped = true;
  await work.done;
}

async function carry({ db, host, agents }: DemoServices, stopped: () => boolean): Promise<void> {
  const state = await readDemoState(db.sql);
  if (state?.phase === "loading") {
    await loadPast(db, { state, stopped });
    if (!stopped()) await finishLoading(db);
  }
  if (state?.phase === "removing") {
    const slugs = await removePast({ db, host }, stopped);
    for (const slug of slugs) host.workflowChanged(slug);
    if (stopped()) return;
    await Promise.all([agents.refresh(), host.breakersChanged()]);
    await tell(db.sql);
  }
}

function finishLoading(db: Services["db"]): Promise<void> {
  return withTransaction(db, async (tx) => {
    const state = await lockDemoState(tx);
    if (state?.phase !== "loading" || state.done < state.total) return;
    await writeDemoState(tx, { ...state, phase: "loaded" });
    await tell(tx);
  });
}

/** One event for all: readers start over. */
function tell(sql: Parameters<typeof announceToWorkspace>[0]): Promise<void> {
  return announceToWorkspace(sql, { kind: "demo.changed", subject: "demo", actor: ACTOR });
}
