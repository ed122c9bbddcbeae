import { spawn } from "node:child_process";
import { once } from "node:events";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";
import { type Job, queuePeer } from "./queue.ts";

const NAME = "no-op";
const CONCURRENCY = 100;

/** A Redis of its own that writes its log to the disk once a second, as most do. */
async function startRedis(folder: string, port: number) {
  const flags = [
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "yes",
  ];
  const server = spawn("redis-server", flags, { stdio: ["ignore", "pipe", "ignore"] });
  process.once("exit", () => server.kill("SIGKILL"));
  const lost = new Promise<never>((_, reject) => {
    server.once("error", () => reject(new Error("there is no redis-server on this machine")));
    server.once("exit", (code) => reject(new Error(`redis-server ended with code ${code}`)));
  });
  lost.catch(() => undefined);
  let words = "";
  const ready = new Promise<void>((resolve) => {
    server.stdout.on("data", (chunk: Buffer) => {
      words = `${words}${chunk}`.slice(-4_000);
      if (words.includes("Ready to accept connections")) resolve();
    });
  });
  await Promise.race([ready, lost]);
  return server;
}

export const peer = queuePeer(async ({ folder }, handle) => {
  const port = await freePort();
  const server = await startRedis(folder, port);
  const connection = new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: null });
  const queue = new Queue<Job>(NAME, { connection });
  const worker = new Worker<Job>(NAME, ({ data }) => handle(data), { connection, concurrency: CONCURRENCY });
  queue.on("error", () => undefined);
  worker.on("error", () => undefined);
  await worker.waitUntilReady();
  return {
    add: async (jobs) => {
      await queue.addBulk(jobs.map((data) => ({ name: NAME, data })));
    },
    close: async () => {
      await worker.close();
      await queue.close();
      connection.disconnect();
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    },
  };
});
