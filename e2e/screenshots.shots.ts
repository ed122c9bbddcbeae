import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { runPage } from "./pages/run-page.ts";

const FOLDER = join(import.meta.dirname, "..", "docs", "screenshots");
const SCHEMES = ["light", "dark"] as const;
const SIZES = [
  { name: "wide", width: 1440, height: 900 },
  { name: "narrow", width: 390, height: 844 },
] as const;

/** One file for each scheme and size: `run-live-dark-wide.png`. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const { name: size, width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(FOLDER, `${name}-${scheme}-${size}.png`) });
    }
  }
}

test("the pages of the documentation", async ({ signedIn, rest }) => {
  mkdirSync(FOLDER, { recursive: true });
  // Slow enough that all pictures of it are of a tree that grows.
  const { id } = await rest.start("dependency-audit", {}, { maxAgentsPerLevel: 2 });
  await signedIn.goto(`/runs/${id}`);
  const audit = runPage(signedIn);
  await expect.poll(() => audit.shownRuns(), { timeout: 20_000 }).toBeGreaterThan(150);
  await shoot(signedIn, "run-live");
  expect((await rest.run(id)).status, "the run ended before its pictures were taken").toBe("running");
  await audit.waitForStatus("succeeded");
  await signedIn.setViewportSize({ width: 1440, height: 900 });
  await runPage(signedIn).rows.nth(3).click();
  await shoot(signedIn, "run-done");
  for (const path of ["workflows", "runs"]) {
    await signedIn.setViewportSize({ width: 1440, height: 900 });
    await signedIn.goto(`/${path}`);
    await expect(signedIn.getByText(/dependency.audit/i).first()).toBeVisible();
    await shoot(signedIn, path);
  }
});
