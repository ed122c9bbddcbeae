import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { type Job, queuePeer } from "./queue.ts";

const CONCURRENCY = 50;
const SILENT = new Logger(() => () => undefined);

export const peer = queuePeer(async ({ databaseUrl }, handle) => {
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: CONCURRENCY,
    maxPoolSize: 12,
    noHandleSignals: true,
    logger: SILENT,
    preset: { worker: { localQueue: { size: 500 }, concurrentJobs: CONCURRENCY } },
    taskList: {
      "no-op": async (payload) => {
        await handle(payload as Job);
      },
    },
  });
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: SILENT });
  return {
    add: async (jobs) => {
      if (jobs.length === 1) await runner.addJob("no-op", jobs[0]);
      else await utils.addJobs(jobs.map((payload) => ({ identifier: "no-op", payload })));
    },
    close: async () => {
      await runner.stop();
      await utils.release();
    },
  };
});
