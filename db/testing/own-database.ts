import { startEmbeddedPostgres } from "../embedded/start.ts";

/** A process that owns a data folder until it is told to stop: what the launcher's tests kill. */
const started = Date.now();
try {
  const server = await startEmbeddedPostgres({
    dataDir: process.argv[2] ?? "",
    log: (line) => console.log(JSON.stringify({ log: line })),
  });
  process.once("SIGTERM", () => void server.stop());
  console.log(JSON.stringify({ url: server.url, adopted: server.adopted, ms: Date.now() - started }));
} catch (error) {
  const { name, code, message } = error as Error & { code?: string };
  console.log(JSON.stringify({ error: { name, code, message }, ms: Date.now() - started }));
  process.exitCode = 1;
}
