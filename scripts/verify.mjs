import { install } from "./setup/install.mjs";
import { withSetupLock } from "./setup/lock.mjs";
import { runMain } from "./setup/stop.mjs";
import { runChecks } from "./verify/run-checks.mjs";

/** `npm run verify`: every static check, two at a time. */
await runMain(async () => {
  await withSetupLock(install);
  const { failed } = await runChecks();
  return failed === 0 ? 0 : 1;
});
