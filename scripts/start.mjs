import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./setup/build.mjs";
import { install } from "./setup/install.mjs";
import { withSetupLock } from "./setup/lock.mjs";
import { dataDir } from "./setup/places.mjs";
import { serve } from "./setup/serve.mjs";
import { progress, runMain, Stop } from "./setup/stop.mjs";

/** `npm start`: installs and builds what is missing or stale, then runs the server. `--dev` serves pages as they are edited. */
await runMain(async () => {
  const dev = process.argv.includes("--dev");
  checkNode();
  await refuseSecondServer();
  await withSetupLock(async () => {
    await install();
    if (!dev) await build();
  });
  progress(dev ? "Starting the server in development mode" : "Starting the server");
  return serve({ dev });
});

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return;
  throw new Stop(
    `Node.js ${process.versions.node} is too old to install Banyan.`,
    "Install Node.js 20 or newer and try again.",
  );
}

/** A server that answers for this data folder would be refused at its lock anyway; this says so before anything is rebuilt below it. */
async function refuseSecondServer() {
  const url = runningUrl();
  if (!url) return;
  const answer = await fetch(new URL("/api/healthz", url), { signal: AbortSignal.timeout(1_000) }).catch(
    () => null,
  );
  if (!answer?.ok) return;
  throw new Stop(
    `Banyan is already running at ${url} with the data folder ${dataDir()}.`,
    "Use that one, or stop it first.",
  );
}

function runningUrl() {
  try {
    return JSON.parse(readFileSync(join(dataDir(), "server.json"), "utf8")).url ?? null;
  } catch {
    return null;
  }
}
