import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, testWithOwnServer } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";
import { poseRecursion } from "./pages/recursion-pose.ts";
import { handOver } from "./server/handover.ts";
import { draftOutline } from "./server/outline.ts";
import { createRest, type Rest } from "./server/rest.ts";
import { startSurvey } from "./server/survey.ts";
import { screenOf } from "./server/terminal.ts";
import { terminalPage } from "./server/terminal-page.ts";

/** The twelve pictures that show Banyan: see `docs/screenshots/README.md`. Each in both themes, twice as sharp. */

/** A server of its own, and first what it is before anything has run. */
const test = testWithOwnServer();

const FOLDER = join(import.meta.dirname, "..", "docs", "screenshots");
const SCHEMES = ["light", "dark"] as const;

test.use({ contextOptions: { deviceScaleFactor: 2 } });

/** `open` brings the page to what the picture is of. */
async function picture(page: Page, name: string, open: (scheme: string) => Promise<unknown>): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await open(scheme);
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(FOLDER, `${name}-${scheme}.png`) });
  }
}

/** The input that comes with an example. */
function sample(slug: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, "..", "examples", slug, "input.json"), "utf8"));
}

async function demoRun(rest: Rest, query: string): Promise<string> {
  const [run] = await rest.list(query);
  if (!run) throw new Error(`there is no demo run with ${query}`);
  return run.id;
}

test("11: a workspace in which nothing has run", async ({ signedIn: page }) => {
  await picture(page, "11-first-run", async () => {
    await page.goto("/overview");
    await expect(page.getByTestId("welcome")).toBeVisible();
  });
});

test("1: a recursion with runs in every state", async ({ signedIn: page, rest }) => {
  await picture(page, "01-live-recursion", () => poseRecursion(page, rest));
});

test("10: the terminal draws the tree", async ({ signedIn: page, rest, server }) => {
  const { id } = await startSurvey(rest);
  await expect.poll(async () => (await rest.tree(id)).length, { timeout: 60_000 }).toBeGreaterThan(20);
  const screen = await screenOf(server, ["runs", "watch", id], 5_000);
  expect(screen).toContain("coast/a");
  await picture(page, "10-terminal", async (scheme) => {
    await page.setContent(terminalPage(`banyan runs watch ${id}`, screen, scheme));
  });
});

test("8: what became of a context on its way to a child", async ({ signedIn: page, rest }) => {
  const id = await handOver(rest);
  await picture(page, "08-context-diff", async () => {
    await page.goto(`/runs/${id}`);
    await page.getByTestId("tree-row").nth(1).click();
    await page.getByRole("tab", { name: "Context" }).click();
    await expect(page.getByRole("region", { name: "Dropped" })).toBeVisible();
  });
});

test("4: the editor with what is wrong, a pinned node and a breakpoint", async ({ signedIn: page, rest }) => {
  const slug = await draftOutline(rest);
  const editor = editorPage(page);
  const tryIt = page.getByTestId("try-it");
  await page.setViewportSize({ width: 1440, height: 900 });
  await editor.open(slug);
  await editor.node("plan").click();
  await tryIt.locator("summary").click();
  await tryIt.getByRole("button", { name: "Write an output" }).click();
  await tryIt.getByRole("textbox", { name: "Output" }).fill('{"sections": ["Roots", "Leaves"]}');
  await tryIt.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(editor.node("plan").getByTestId("pin-mark")).toBeVisible();
  await picture(page, "04-editor", async () => {
    await editor.open(slug);
    await editor.node("deeper").click();
    await tryIt.locator("summary").click();
    await tryIt.getByRole("checkbox", { name: "Stop before it in a dry run" }).check();
    await expect(editor.node("deeper").getByTestId("breakpoint-mark")).toBeVisible();
    await editor.tab("Problems");
  });
});

test.describe("with the demo data", () => {
  test.beforeAll(async ({ server }) => {
    const rest = createRest(server);
    await rest.loadDemo(200_000);
    const { id } = await rest.start("deep-research", sample("deep-research"));
    await rest.waitForEnd(id, 60_000);
  });

  test("2: a tree as a graph, with the way back that was refused", async ({ signedIn: page, rest }) => {
    const id = await demoRun(rest, "slug=demo-crawl&minRuns=8&status=succeeded");
    await picture(page, "02-graph", () => page.goto(`/runs/${id}?view=graph&depth=5`));
  });

  test("3: two revisions of a workflow", async ({ signedIn: page }) => {
    await picture(page, "03-revisions", async () => {
      await page.goto("/workflows/demo-draft/compare?from=1&to=2");
      await expect(page.getByTestId("compare-canvas")).toBeVisible();
    });
  });

  test("5: the overview", async ({ signedIn: page }) => {
    await picture(page, "05-overview", async () => {
      await page.goto("/overview");
      await expect(page.getByTestId("run-chart")).toBeVisible();
    });
  });

  test("6: performance over time and by depth", async ({ signedIn: page }) => {
    await picture(page, "06-performance", async () => {
      await page.goto("/performance?workflow=demo-draft");
      await expect(page.getByTestId("duration-chart")).toBeVisible();
    });
  });

  test("7: agents and their breakers", async ({ signedIn: page }) => {
    await picture(page, "07-agents", async () => {
      await page.goto("/agents");
      await expect(page.getByRole("main")).toContainText("tries again in");
    });
  });

  test("9: the palette over the list of runs", async ({ signedIn: page }) => {
    await picture(page, "09-palette", async () => {
      await page.goto("/runs?status=failed");
      await expect(page.getByTestId("run-row").first()).toBeVisible();
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      await page.keyboard.press("ControlOrMeta+k");
      await expect(page.locator("[cmdk-group-heading]").first()).toHaveText("The chosen run");
    });
  });

  test("12: the flame of 10,000 runs, within one of its parts", async ({ signedIn: page, rest }) => {
    const id = await demoRun(rest, "slug=demo-research&minRuns=9000");
    const part = (await rest.tree(id)).find(({ depth }) => depth === 1);
    const no = part?.id.split(".").at(-1);
    await picture(page, "12-flame", () => page.goto(`/runs/${id}?view=flame&below=${no}&run=${no}`));
  });
});
