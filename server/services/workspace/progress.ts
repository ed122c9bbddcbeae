import { openTreeRows } from "#db/queries/open-tree-rows";
import type { RunProgress, WorkspaceProgress } from "#server/engine/live/workspace-wire";
import { atIntervals } from "../at-intervals.ts";
import type { Services } from "../context.ts";
import { openRun } from "./events.ts";

const EVERY_MS = 1_000;
/** Of the newest trees; a screen shows fewer. */
const TREES = 100;

type Options = {
  readonly services: Pick<Services, "db" | "log">;
  /** Nobody looks, nobody asks. */
  readonly isWatched: () => boolean;
  readonly send: (progress: WorkspaceProgress) => void;
  readonly everyMs?: number;
};

/** Tells the counts of trees that go on, whichever process runs them, when they changed. */
export function createProgress({ services, isWatched, send, everyMs = EVERY_MS }: Options): {
  readonly close: () => void;
} {
  let told = new Map<string, string>();

  async function tell(): Promise<void> {
    const rows = await openTreeRows(services.db.sql, TREES);
    const now = new Map<string, string>();
    const changed: RunProgress[] = [];
    for (const row of rows) {
      const { id, status, runs, failedRuns, deepest } = openRun(row);
      const { asks } = row;
      const counts = [status, runs, failedRuns, deepest, asks].join();
      now.set(id, counts);
      if (told.get(id) !== counts) changed.push({ id, status, runs, failedRuns, deepest, asks });
    }
    told = now;
    if (changed.length > 0) send({ topic: "workspace", runs: changed });
  }

  const close = atIntervals(
    everyMs,
    async () => {
      if (isWatched()) await tell();
    },
    (error) => services.log.warn({ err: error }, "the counts of open trees could not be read"),
  );
  return { close };
}
