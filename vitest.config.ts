import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

const IGNORED = ["**/node_modules/**", ".next/**", ".cache/**", ".banyan/**", "e2e/**/*.spec.ts"];
const SCRATCH = "scripts/scratch.mjs";
/** Starts one PostgreSQL for all files, where the database folder brings such a set-up. */
const DB_SETUP = "db/testing/global-setup.ts";

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
          exclude: [...IGNORED, "**/*.db.test.ts"],
          testTimeout: 20_000,
          setupFiles: ["./vitest.setup.ts"],
          globalSetup: [SCRATCH],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: IGNORED,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // Real servers and real clocks: on a machine that others share, a second try tells starvation from a fault.
          retry: process.env["CI"] ? 1 : 0,
          globalSetup: existsSync(DB_SETUP) ? [SCRATCH, DB_SETUP] : [SCRATCH],
        },
      },
    ],
  },
});
