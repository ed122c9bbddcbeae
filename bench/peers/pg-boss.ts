import { PgBoss } from "pg-boss";
import { type Job, queuePeer } from "./queue.ts";

const QUEUE = "no-op";

export const peer = queuePeer(async ({ databaseUrl }, handle) => {
  const boss = new PgBoss({ connectionString: databaseUrl, useListenNotify: true });
  boss.on("error", () => undefined);
  await boss.start();
  await boss.createQueue(QUEUE, { notify: true });
  const options = { batchSize: 100, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 };
  await boss.work<Job>(QUEUE, options, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => handle(data)));
  });
  return {
    add: async (jobs) => {
      if (jobs.length === 1) await boss.send(QUEUE, jobs[0]);
      else
        await boss.insert(
          QUEUE,
          jobs.map((data) => ({ data })),
        );
    },
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
});
