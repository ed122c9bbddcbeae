import { build } from "./setup/build.mjs";
import { chromium } from "./setup/chromium.mjs";
import { run } from "./setup/command.mjs";
import { install } from "./setup/install.mjs";
import { withSetupLock } from "./setup/lock.mjs";
import { NODE, TOOLS } from "./setup/places.mjs";
import { progress, runMain, Stop } from "./setup/stop.mjs";

/** `npm run screenshots`: takes the pictures of the documentation anew, from a real server and a real run. */
await runMain(async () => {
  await withSetupLock(async () => {
    await install();
    await build();
  });
  const env = { ...process.env, BANYAN_CHROMIUM: await chromium(), NEXT_TELEMETRY_DISABLED: "1" };
  const args = [
    "test",
    "--config",
    "e2e/playwright.config.ts",
    "--project",
    "screenshots",
    "--reporter=list",
  ];
  const { code } = await run(NODE, [TOOLS.playwright, ...args], { env, echo: true });
  if (code !== 0) throw new Stop("Not all screenshots could be taken.", "The output above says why.");
  progress("Written to docs/screenshots");
  return 0;
});
