import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { announce, progress } from "./compose/announce.ts";
import { refuseUnbuilt } from "./compose/built.ts";
import { prepareDataDir } from "./compose/files.ts";
import { listen } from "./compose/listen.ts";
import { startProblemLine } from "./compose/start-problem.ts";
import { createStopper, onStopSignal } from "./compose/stop.ts";
import { type Env, parseEnv } from "./env.ts";
import { createLogger } from "./logger.ts";
import { createRedactor } from "./secrets/redactor.ts";

async function main(env: Env): Promise<void> {
  // Libraries read these when they are loaded, so they are set before the first is.
  Object.assign(process.env, {
    NODE_ENV: env.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  prepareDataDir(env.dataDir);
  const redactor = createRedactor();
  const { log, close: closeLog } = createLogger(env.dataDir, env.logLevel, redactor);
  const stopper = createStopper((name, tookMs, error) => {
    if (error === undefined) log.debug({ tookMs }, `closed: ${name}`);
    else log.error({ tookMs, err: error }, `could not be closed: ${name}`);
  });
  const end = async (code: number) => {
    await stopper.stop();
    log.info({ code }, "stopped");
    closeLog();
    process.exit(code);
  };
  const fail = (error: unknown) => {
    complain(startProblemLine(error), env, error);
    log.fatal({ err: error }, "ended by an error");
    return end(1);
  };
  onStopSignal(() => {
    progress("Stopping", env);
    void end(0);
  });
  process.on("uncaughtException", (error) => void fail(error));
  try {
    refuseUnbuilt(env);
    const listening = await listen(env.port, env.hostname);
    // Loading the rest takes longer than all checks before it: what it is compiled to is kept (a third of the time).
    enableCompileCache(join(env.dataDir, "compiled"));
    const { start } = await import("./compose/start.ts");
    announce(await start(listening, { env, log, stopper, redactor }), env);
    // Not only at an orderly end: who is killed wants the next start to be quick most of all.
    flushCompileCache();
  } catch (error) {
    await fail(error);
  }
}

function complain(line: string, env?: Env, error?: unknown): void {
  process.stderr.write(`✖ ${line}\n`);
  const stack = error instanceof Error ? error.stack : undefined;
  if (stack && (env?.logLevel === "debug" || env?.logLevel === "trace")) process.stderr.write(`${stack}\n`);
}

// Whoever read our output may be gone before us.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const parsed = parseEnv(process.env);
if (parsed.ok) {
  await main(parsed.env).catch((error: unknown) => {
    complain(startProblemLine(error), parsed.env, error);
    process.exit(1);
  });
} else {
  for (const problem of parsed.problems) complain(problem);
  process.exitCode = 1;
}
