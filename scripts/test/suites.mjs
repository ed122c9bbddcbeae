import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../setup/build.mjs";
import { chromium } from "../setup/chromium.mjs";
import { run } from "../setup/command.mjs";
import { withSetupLock } from "../setup/lock.mjs";
import { NODE, ROOT, TOOLS } from "../setup/places.mjs";
import { runChecks } from "../verify/run-checks.mjs";
import { playwrightTotals, vitestTotals } from "./totals.mjs";

const REPORTS = join(ROOT, "test-results");

/** In order: pure and quick first, what needs a database, a build and a browser later. */
export const SUITES = [
  { name: "verify", run: () => runChecks() },
  { name: "unit", run: () => vitest("unit") },
  { name: "db", run: () => vitest("db") },
  { name: "e2e", run: e2e },
  { name: "chaos", run: () => playwright("chaos", {}) },
];

async function vitest(project) {
  const report = reportFile(project);
  const args = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { code } = await run(NODE, [TOOLS.vitest, ...args], { env: testEnv(), echo: true });
  return read(report, code, vitestTotals);
}

async function e2e() {
  const browser = await chromium();
  await withSetupLock(build);
  return playwright("browser", { BANYAN_CHROMIUM: browser });
}

async function playwright(project, extra) {
  const report = reportFile(project);
  const env = { ...testEnv(), ...extra, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const args = ["test", "--config", "e2e/playwright.config.ts", "--project", project, "--reporter=list,json"];
  const { code } = await run(NODE, [TOOLS.playwright, ...args], { env, echo: true });
  return read(report, code, playwrightTotals);
}

/** What the report says; a runner that failed without saying why still counts as one failure. */
function read(report, code, totalsOf) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const totals = totalsOf(JSON.parse(readFileSync(report, "utf8")));
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

function reportFile(name) {
  const folder = join(REPORTS, "reports");
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.json`);
}

/** Settings of the person who runs the tests must not reach the servers that the tests start. */
function testEnv() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(BANYAN_(?!CHROMIUM$)|DATABASE_URL$|PORT$|HOSTNAME$)/.test(name),
  );
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: "1" };
}
