import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { runPage, startAudit } from "./pages/run-page.ts";
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

/** The same audit, one package at a time on each level: slow enough for what is done in its middle. */
async function openSlowAudit(page: Page, rest: Rest) {
  const { id } = await rest.start("dependency-audit", {}, { maxAgentsPerLevel: 1 });
  await page.goto(`/runs/${id}`);
  const audit = runPage(page);
  await expect.poll(() => audit.shownRuns(), { timeout: 20_000, intervals: [50] }).toBeGreaterThan(20);
  return audit;
}

const noOf = (id: string) => Number(id.split(".")[1] ?? 0);

test("an audit of the project's own lockfile grows live on every level and ends whole", async ({
  signedIn,
  rest,
}) => {
  const audit = await startAudit(signedIn);
  await expect(audit.connection).toBeVisible();
  await expect.poll(() => audit.shownRuns(), { timeout: 20_000 }).toBeGreaterThan(20);
  const early = await audit.shownRuns();
  await expect.poll(() => audit.shownRuns(), { timeout: 20_000 }).toBeGreaterThan(early);
  await audit.waitForStatus("succeeded");
  const tree = await rest.tree(audit.id());
  expect(tree.length).toBeGreaterThan(200);
  expect(Math.max(...tree.map(({ depth }) => depth))).toBeGreaterThanOrEqual(3);
  await expectSameTree(signedIn, rest, audit.id());
});

test("a reload in the middle of an audit leaves no gap", async ({ signedIn, rest }) => {
  const audit = await openSlowAudit(signedIn, rest);
  await signedIn.reload();
  expect((await rest.run(audit.id())).status, "the audit ended before the reload; nothing was shown").toBe(
    "running",
  );
  await expect.poll(() => audit.shownRuns()).toBeGreaterThan(20);
  await audit.waitForStatus("succeeded");
  await expectSameTree(signedIn, rest, audit.id());
});

test("an audit cancelled from the page stops everything below it", async ({ signedIn, rest }) => {
  const audit = await openSlowAudit(signedIn, rest);
  await audit.cancel();
  await audit.waitForStatus("cancelled", 15_000);
  const id = audit.id();
  const tree = await rest.tree(id);
  expect(tree.filter(({ status }) => !["succeeded", "failed", "cancelled"].includes(status))).toEqual([]);
  expect(tree.some(({ status }) => status === "cancelled")).toBe(true);
  const events = (await rest.events(id)).length;
  await signedIn.waitForTimeout(1_500);
  expect(await rest.events(id), "something went on after the cancel").toHaveLength(events);
  await expectSameTree(signedIn, rest, id);
});

test("the inspector shows input, output and attempts of a run", async ({ signedIn, rest }) => {
  const audit = await startAudit(signedIn);
  await audit.waitForStatus("succeeded");
  const child = (await rest.tree(audit.id())).find(({ depth, label }) => depth === 1 && label !== null);
  expect(child).toBeDefined();
  await signedIn.goto(`/runs/${audit.id()}?run=${noOf(child?.id ?? "")}`);
  await expect(audit.inspector).toContainText(child?.label ?? "");
  await expect(audit.inspector.getByText("Input", { exact: false }).first()).toBeVisible();
  await expect(audit.inspector.getByText("Output", { exact: false }).first()).toBeVisible();
  await audit.inspector
    .getByRole("tab", { name: /attempts|nodes/i })
    .first()
    .click();
  await expect(audit.inspector).toContainText(/package|audit/i);
});
