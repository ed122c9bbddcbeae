import { countLiveWorkers } from "#db/queries/count-live-workers";
import { databaseVersion } from "#db/queries/overview";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { SystemLine } from "../overview-types.ts";
import type { Caller } from "../types.ts";

/** How the machinery stands. */
export async function overviewSystem({ db, host, system }: Services, caller: Caller): Promise<SystemLine> {
  authorize(caller, "run.read");
  const [liveWorkers, version] = await Promise.all([countLiveWorkers(db.sql), databaseVersion(db.sql)]);
  const { live, waiting, calls } = host.stats();
  return {
    version: system.version,
    treesInMemory: live,
    treesResting: waiting,
    calls,
    liveWorkers,
    database: { kind: system.database, version },
    sockets: system.sockets.open,
  };
}
