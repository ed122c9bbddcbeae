import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { runPage, startAudit } from "./pages/run-page.ts";
import { startGrove } from "./server/grove.ts";
import type { Rest } from "./server/rest.ts";

/** What the tree on the page shows and what REST says must be the same set of runs. */
async function expectSameTree(page: Page, rest: Rest, id: string): Promise<void> {
  const wanted = new Map((await rest.tree(id)).map((run) => [noOf(run.id), run.status]));
  const shown = await runPage(page).allRows();
  expect(
    [...wanted.keys()].filter((no) => !shown.has(no)),
    "runs missing on the page",
  ).toEqual([]);
  expect(
    [...shown].filter(([no, status]) => wanted.get(no) !== status),
    "runs shown otherwise",
  ).toEqual([]);
  expect(await runPage(page).shownRuns()).toBe(wanted.size);
}

async function openGrove(page: Page, rest: Rest) {
  const { id } = await startGrove(rest);
  await page.goto(`/runs/${id}`);
  const grove = runPage(page);
  await expect.poll(() => grove.shownRuns(), { timeout: 20_000, intervals: [50] }).toBeGreaterThan(20);
  return grove;
}

/** A suspended machine is a minute and more; `BANYAN_STOPPED_MS=60000` shows it. */
const STOPPED_MS = Number(process.env["BANYAN_STOPPED_MS"] ?? 6_000);

/** Everything that runs pages and workers in this browser stands still, as on a machine that was suspended. */
async function whileStopped(page: Page, meanwhile: () => Promise<void>): Promise<void> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const answer = await session?.send("SystemInfo.getProcessInfo");
  const renderers = answer?.processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id) ?? [];
  expect(renderers, "the browser does not tell its processes").not.toEqual([]);
  for (const pid of renderers) process.kill(pid, "SIGSTOP");
  try {
    await meanwhile();
  } finally {
    for (const pid of renderers) process.kill(pid, "SIGCONT");
  }
}

/** How many glyphs turn, and whether there are any that could. */
const turning = (page: Page) =>
  page
    .locator(".animate-turn")
    .evaluateAll((glyphs) => [
      glyphs.filter((glyph) => getComputedStyle(glyph).animationName !== "none").length,
      glyphs.length > 0,
    ]);

const noOf = (id: string) => Number(id.split(".")[1] ?? 0);

test("an audit of the project's own lockfile is shown whole", async ({ signedIn, rest }) => {
  const audit = await startAudit(signedIn);
  await expect(audit.connection).toBeVisible();
  await audit.waitForStatus("succeeded");
  const tree = await rest.tree(audit.id());
  expect(tree.length).toBeGreaterThan(200);
  expect(Math.max(...tree.map(({ depth }) => depth))).toBeGreaterThanOrEqual(3);
  await expectSameTree(signedIn, rest, audit.id());
});

test("a tree grows live, and a reload in its middle leaves no gap", async ({ signedIn, rest }) => {
  const grove = await openGrove(signedIn, rest);
  const early = await grove.shownRuns();
  await expect.poll(() => grove.shownRuns(), { timeout: 20_000 }).toBeGreaterThan(early);
  await signedIn.reload();
  expect((await rest.run(grove.id())).status, "it ended before the reload; nothing was shown").toBe(
    "running",
  );
  await expect.poll(() => grove.shownRuns()).toBeGreaterThan(20);
  await expect.poll(() => turning(signedIn), "glyphs turn while many runs work").toEqual([0, true]);
  await rest.command(grove.id(), "cancel");
  await grove.waitForStatus("cancelled");
  await expectSameTree(signedIn, rest, grove.id());
});

test("a browser that was stopped while the tree went on ends with the state of the database", async ({
  signedIn,
  rest,
}) => {
  test.setTimeout(STOPPED_MS + 90_000);
  const grove = await openGrove(signedIn, rest);
  const before = (await rest.tree(grove.id())).length;
  await whileStopped(signedIn, async () => {
    await new Promise((resolve) => setTimeout(resolve, STOPPED_MS));
    await rest.command(grove.id(), "cancel");
    await rest.waitForEnd(grove.id(), 15_000);
  });
  expect((await rest.tree(grove.id())).length, "nothing happened meanwhile").toBeGreaterThan(before);
  await grove.waitForStatus("cancelled", 60_000);
  await expectSameTree(signedIn, rest, grove.id());
});

test("a tree cancelled from the page stops everything below it", async ({ signedIn, rest }) => {
  const grove = await openGrove(signedIn, rest);
  await grove.cancel();
  await grove.waitForStatus("cancelled", 15_000);
  const id = grove.id();
  const tree = await rest.tree(id);
  expect(tree.filter(({ status }) => !["succeeded", "failed", "cancelled"].includes(status))).toEqual([]);
  expect(tree.some(({ status }) => status === "cancelled")).toBe(true);
  const events = (await rest.events(id)).length;
  await signedIn.waitForTimeout(1_500);
  expect(await rest.events(id), "something went on after the cancel").toHaveLength(events);
  await expectSameTree(signedIn, rest, id);
});

test("the tree is exported as a file of each kind", async ({ signedIn, rest }) => {
  const { id } = await startGrove(rest, { levels: 2, napMs: 1 });
  await rest.waitForEnd(id, 60_000);
  await signedIn.goto(`/runs/${id}`);
  const kinds = [
    ["JSON", ".json", (text: string) => (JSON.parse(text) as { runs: unknown[] }).runs.length],
    ["CSV", ".csv", (text: string) => text.trim().split("\n").length - 1],
    ["Mermaid flowchart", ".mmd", (text: string) => text.match(/^ {2}r\d+\[/gm)?.length],
    ["OTLP trace", ".otlp.json", (text: string) => text.match(/"spanId"/g)?.length],
  ] as const;
  for (const [label, name, count] of kinds) {
    await signedIn.getByTestId("export-run").click();
    const file = signedIn.waitForEvent("download");
    await signedIn.getByRole("menuitem", { name: label }).click();
    const download = await file;
    expect(download.suggestedFilename()).toBe(`grove-${id.slice(-12)}${name}`);
    expect(count(readFileSync(await download.path(), "utf8"))).toBe(25);
  }
});

test("a run that is older than runs are kept says so, and one that never was does not", async ({
  signedIn,
  rest,
}) => {
  // So many days that only what is told to be of 1970 is older.
  await rest.deleteAfter(20_000);
  try {
    await signedIn.goto("/runs/00000000-0001-7000-8000-000000000001");
    await expect(signedIn.getByRole("heading", { name: "These runs are no longer kept" })).toBeVisible();
    await expect(signedIn.getByText("This workspace keeps runs for 20,000 days.")).toBeVisible();
    await expectAccessible(signedIn);
    await signedIn.goto("/runs/01932f3a-0000-7000-8000-00000000000a");
    await expect(signedIn.getByRole("heading", { name: "There is no such run" })).toBeVisible();
    await signedIn.getByRole("link", { name: "Go to runs" }).click();
    await expect(signedIn).toHaveURL(/\/runs$/);
  } finally {
    await rest.deleteAfter(null);
  }
});

test("the inspector shows input, output and attempts of a run", async ({ signedIn, rest }) => {
  const audit = await startAudit(signedIn);
  await audit.waitForStatus("succeeded");
  const child = (await rest.tree(audit.id())).find(({ depth, label }) => depth === 1 && label !== null);
  expect(child).toBeDefined();
  await signedIn.goto(`/runs/${audit.id()}?run=${noOf(child?.id ?? "")}`);
  await expect(audit.inspector).toContainText(child?.label ?? "");
  await expect(audit.inspector).toContainText("Status");
  await expect(audit.inspector.getByRole("tab", { selected: true })).toBeInViewport({ ratio: 1 });
  await expect(audit.inspector.getByText("Input", { exact: false }).first()).toBeVisible();
  await expect(audit.inspector.getByText("Output", { exact: false }).first()).toBeVisible();
  await audit.inspector
    .getByRole("tab", { name: /attempts|nodes/i })
    .first()
    .click();
  await expect(audit.inspector).toContainText(/package|audit/i);
});
