import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { runPage } from "./pages/run-page.ts";
import type { Rest } from "./server/rest.ts";

const FOLDER = join(import.meta.dirname, "..", "docs", "screenshots");
const SCHEMES = ["light", "dark"] as const;
type Scheme = (typeof SCHEMES)[number];
const SIZES = [
  { name: "wide", width: 1440, height: 900 },
  { name: "narrow", width: 390, height: 844 },
] as const;

/** One file for each scheme and size: `run-live-dark-wide.png`. */
async function shoot(page: Page, name: string, schemes: readonly Scheme[] = SCHEMES): Promise<void> {
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const { name: size, width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(FOLDER, `${name}-${scheme}-${size}.png`) });
    }
  }
}

/** An audit slow enough that both pictures of it are of a tree that grows. */
async function shootLive(page: Page, rest: Rest, scheme: Scheme): Promise<void> {
  const { id } = await rest.start("dependency-audit", {}, { maxAgentsPerLevel: 1 });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/runs/${id}`);
  await expect
    .poll(() => runPage(page).shownRuns(), { timeout: 30_000, intervals: [50] })
    .toBeGreaterThan(150);
  await shoot(page, "run-live", [scheme]);
  expect((await rest.run(id)).status, "the run ended before its pictures were taken").toBe("running");
  await rest.waitForEnd(id, 120_000);
}

test("the pages of the documentation", async ({ signedIn, rest }) => {
  mkdirSync(FOLDER, { recursive: true });
  for (const scheme of SCHEMES) await shootLive(signedIn, rest, scheme);
  await runPage(signedIn).waitForStatus("succeeded");
  await signedIn.setViewportSize({ width: 1440, height: 900 });
  await runPage(signedIn).rows.nth(3).click();
  await shoot(signedIn, "run-done");
  for (const path of ["workflows", "runs", "workflows/dependency-audit"]) {
    await signedIn.setViewportSize({ width: 1440, height: 900 });
    await signedIn.goto(`/${path}`);
    await expect(signedIn.getByText(/dependency.audit/i).first()).toBeVisible();
    await shoot(signedIn, path.replace("workflows/dependency-audit", "workflow"));
  }
  await signedIn.getByTestId("start-run").first().click();
  await expect(signedIn.getByTestId("submit-run")).toBeVisible();
  await shoot(signedIn, "start-run");
});

test("the sign-in page of the documentation", async ({ page, server }) => {
  mkdirSync(FOLDER, { recursive: true });
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await shoot(page, "sign-in");
});
