import { rmSync } from "node:fs";
import { join } from "node:path";
import { install } from "./setup/install.mjs";
import { withSetupLock } from "./setup/lock.mjs";
import { ROOT } from "./setup/places.mjs";
import { progress, runMain, Stop } from "./setup/stop.mjs";
import { SUITES } from "./test/suites.mjs";
import { closingLine, sum } from "./test/totals.mjs";

/**
 * `npm test [verify | unit | db | e2e …]`: installs what is missing, then runs the suites, cheapest first, up to the
 * first that fails. The last line of its output is `N passed, N failed`, over everything that ran.
 */
await runMain(async () => {
  const chosen = choose(process.argv.slice(2));
  rmSync(join(ROOT, "test-results"), { recursive: true, force: true });
  await withSetupLock(install);
  const results = [];
  for (const suite of chosen) {
    results.push(await runSuite(suite));
    if (results.at(-1).failed > 0) break;
  }
  const left = chosen.slice(results.length).map(({ name }) => name);
  if (left.length > 0) progress(`Not run because of the failure above: ${left.join(", ")}`);
  const totals = sum(results);
  process.stdout.write(`${closingLine(totals)}\n`);
  return totals.failed === 0 ? 0 : 1;
});

function choose(names) {
  const known = SUITES.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Stop(`There is no suite called ${unknown}.`, `Choose from: ${known.join(", ")}.`);
  return names.length === 0 ? SUITES : SUITES.filter(({ name }) => names.includes(name));
}

/** A suite that cannot be set up, or that ran no test, counts as one failure. */
async function runSuite(suite) {
  progress(`Suite: ${suite.name}`);
  try {
    const result = await suite.run();
    if (result.passed + result.failed > 0) return result;
    process.stdout.write(`✖ Suite ${suite.name} ran no test.\n`);
  } catch (error) {
    process.stdout.write(`✖ ${error instanceof Stop ? error.message : error.stack}\n`);
  }
  return { passed: 0, failed: 1, skipped: 0 };
}
