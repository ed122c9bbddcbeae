import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { poseRecursion } from "./pages/recursion-pose.ts";
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

async function shootRecursion(page: Page, rest: Rest, scheme: Scheme): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  const id = await poseRecursion(page, rest);
  await shoot(page, "run-recursion", [scheme]);
  await page.goto(`/runs/${id}?view=graph&depth=3`);
  await page.waitForTimeout(1_500);
  await shoot(page, "run-recursion-graph", [scheme]);
  expect((await rest.run(id)).status, "the run ended before its pictures were taken").toBe("running");
}

/** Every page as someone sees it who has just loaded the demo data; `open` brings on what hides at first. */
const PAGES: readonly {
  readonly name: string;
  readonly path: string;
  readonly open?: (page: Page) => Promise<void>;
}[] = [
  { name: "overview", path: "/overview" },
  { name: "workflows", path: "/workflows" },
  { name: "workflow", path: "/workflows/dependency-audit" },
  { name: "editor", path: "/workflows/dependency-audit/edit" },
  { name: "runs", path: "/runs" },
  { name: "runs-filtered", path: "/runs?q=status%3Afailed%20runs%3A%3E10" },
  { name: "start-run", path: "/workflows/dependency-audit", open: openStartForm },
  { name: "palette", path: "/runs", open: openPalette },
  { name: "shortcuts", path: "/runs", open: (page) => page.keyboard.press("?") },
  { name: "notifications", path: "/overview", open: (page) => page.getByTestId("bell").first().click() },
  ...["account", "users", "tokens", "audit", "limits", "workspace", "about"].map((name) => ({
    name: `settings-${name}`,
    path: `/settings/${name}`,
  })),
  { name: "parts", path: "/parts" },
];

async function openStartForm(page: Page): Promise<void> {
  await page.getByTestId("start-run").first().click();
  await expect(page.getByTestId("submit-run")).toBeVisible();
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByTestId("palette")).toBeVisible();
}

async function settled(page: Page): Promise<void> {
  // The page of all parts shows the loading state for good.
  if (!page.url().endsWith("/parts"))
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
  await page.waitForTimeout(600);
}

/** Opened anew for each scheme and size: what is open would not survive another width. */
async function shootPage(page: Page, { name, path, open }: (typeof PAGES)[number]): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const { name: size, width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      await page.goto(path);
      await expect(page.getByRole("main").first()).toBeVisible();
      await settled(page);
      await open?.(page);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(FOLDER, `${name}-${scheme}-${size}.png`) });
    }
  }
}

test.describe.configure({ mode: "serial" });

test("an empty workspace", async ({ signedIn }) => {
  mkdirSync(FOLDER, { recursive: true });
  await shootPage(signedIn, { name: "first-run", path: "/overview" });
});

test("a tree while it grows, and when it has ended", async ({ signedIn, rest }) => {
  for (const scheme of SCHEMES) await shootLive(signedIn, rest, scheme);
  await runPage(signedIn).waitForStatus("succeeded");
  await signedIn.setViewportSize({ width: 1440, height: 900 });
  await runPage(signedIn).rows.nth(3).click();
  await shoot(signedIn, "run-done");
  for (const view of ["timeline", "flame", "levels", "graph"])
    await shootPage(signedIn, {
      name: `run-${view}`,
      path: `/runs/${runPage(signedIn).id()}?view=${view}&depth=3`,
      open: (page) => page.waitForTimeout(1_500),
    });
});

test("a recursion with runs in every state", async ({ signedIn, rest }) => {
  for (const scheme of SCHEMES) await shootRecursion(signedIn, rest, scheme);
});

test("every page, with the demo data", async ({ signedIn, rest }) => {
  await rest.loadDemo(120_000);
  for (const page of PAGES) await shootPage(signedIn, page);
});

for (const [name, path] of [
  ["sign-in", "/sign-in"],
  ["invite", "/invite"],
] as const) {
  test(`the page ${path}`, async ({ page, server }) => {
    await shootPage(page, { name, path: `${server.url}${path}` });
  });
}
