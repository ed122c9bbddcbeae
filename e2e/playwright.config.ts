import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const ROOT = join(import.meta.dirname, "..");
const MINUTE = 60_000;
/** A machine that others share may starve a browser for seconds; more time and another try tell that from a fault. */
const SHARED = process.env["CI"] !== undefined;
/** Chromium from the system where there is one; else Playwright's own. */
const chromium = [
  process.env["BANYAN_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium-browser",
].find((path) => path !== undefined && existsSync(path));
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export default defineConfig({
  testDir: ".",
  globalSetup: "../scripts/scratch.mjs",
  testMatch: "**/*.spec.ts",
  outputDir: join(ROOT, "test-results", "e2e"),
  workers: 1,
  retries: 0,
  forbidOnly: SHARED,
  reporter: "list",
  timeout: 2 * MINUTE,
  expect: { timeout: SHARED ? 20_000 : 10_000 },
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: { args: ARGS, ...(chromium === undefined ? {} : { executablePath: chromium }) },
  },
  projects: [
    { name: "browser", testIgnore: "**/chaos.spec.ts", retries: SHARED ? 2 : 0 },
    { name: "screenshots", testMatch: "**/*.shots.ts", timeout: 5 * MINUTE },
    { name: "chaos", testMatch: "**/chaos.spec.ts", timeout: 15 * MINUTE },
  ],
});
