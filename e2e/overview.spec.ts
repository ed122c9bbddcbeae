import type { Page } from "@playwright/test";
import { expect, openSignInLink, streamedPage, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { runPage, startAudit } from "./pages/run-page.ts";
import { startGrove } from "./server/grove.ts";
import { freshData, startServer } from "./server/start-server.ts";

/** Also where nothing has run yet. */
async function openOverview(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem("banyan.welcome", "dismissed"));
  await page.goto("/overview");
  await expect(page.getByTestId("overview")).toBeVisible();
}

test("without a mouse: from the sign-in link to a running tree, into a run of it, and back", async ({
  browser,
}) => {
  const data = freshData();
  const server = await startServer(data);
  const page = streamedPage(await (await browser.newContext({ baseURL: server.url })).newPage());
  await openSignInLink(page, server.signInUrl);
  await expect(page).toHaveURL(/\/overview$/);
  await expect(page.getByTestId("welcome")).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("Control+k");
  await expect(page.getByTestId("palette").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("start dependency");
  await expect(page.locator('[cmdk-item][aria-selected="true"]')).toContainText(
    "Start run of Dependency audit",
  );
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("start-form")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);

  const audit = runPage(page);
  await expect.poll(() => audit.shownRuns(), { timeout: 30_000 }).toBeGreaterThan(5);
  await expect(page.getByTestId("start-form")).toHaveCount(0);
  await page.keyboard.press("t");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/[?&]run=\d+/);
  await expect(audit.inspector).toBeVisible();

  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/overview$/);
  await expect(page.getByTestId("overview")).toBeVisible();
  await expect(page.getByTestId("welcome")).toHaveCount(0);
  // Going back belongs to the browser around the page: its key does nothing without that.
  await page.goBack();
  await expect(audit.tree).toBeVisible();
  await page.context().close();
  await server.stop();
  data.remove();
});

test("the welcome starts the audit and opens its tree; once put away it stays away", async ({ browser }) => {
  const data = freshData();
  const server = await startServer(data);
  const page = streamedPage(await (await browser.newContext({ baseURL: server.url })).newPage());
  await openSignInLink(page, server.signInUrl);
  await page.setViewportSize({ width: 390, height: 844 });
  const card = page.getByRole("region", { name: "Watch a workflow grow" });
  expect(await card.evaluate((box) => box.scrollWidth - box.clientWidth), "too wide for a phone").toBe(0);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.getByRole("button", { name: "Dismiss the welcome" }).click();
  await expect(page.getByTestId("overview")).toContainText("Nothing runs at present");
  await expect(page.getByTestId("overview")).toContainText("Nothing was started in the last 24 hours");
  await page.reload();
  await expect(page.getByTestId("overview")).toBeVisible();
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByTestId("start-audit").click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await expect(page.getByTestId("tree")).toBeVisible();
  await page.context().close();
  await server.stop();
  data.remove();
});

/** However many rows are loaded, only those in sight are drawn. */
async function expectFewRowsDrawn(page: Page): Promise<void> {
  await page.goto("/runs");
  for (const loaded of [100, 200, 300, 400]) {
    const more = page.getByText(`${loaded} runs so far`);
    await expect(more).toBeVisible();
    if (loaded < 400) await page.getByRole("button", { name: "Load more" }).click();
  }
  await page.getByRole("grid", { name: "Runs" }).evaluate((grid) => grid.scrollTo(0, grid.scrollHeight / 2));
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  expect(await page.getByTestId("run-row").count()).toBeLessThan(100);
}

/** Where a page of a phone has much to do, its name is whole beside the mark of demo data. */
async function expectNamedOnPhone(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/workflows");
  const name = page.getByRole("navigation", { name: "Breadcrumb" }).getByText("Workflows");
  await expect(page.getByTestId("demo-badge")).toBeVisible();
  await expect.poll(() => name.evaluate((words) => words.scrollWidth - words.clientWidth)).toBe(0);
  const [words, mark] = [await name.boundingBox(), await page.getByTestId("demo-badge").boundingBox()];
  expect((words?.x ?? 0) + (words?.width ?? 0)).toBeLessThanOrEqual(mark?.x ?? 0);
  if (size) await page.setViewportSize(size);
}

test("the welcome loads demo data; every page says that it is there and can take it away again", async ({
  browser,
}) => {
  const data = freshData();
  const server = await startServer(data);
  const page = streamedPage(await (await browser.newContext({ baseURL: server.url })).newPage());
  await openSignInLink(page, server.signInUrl);
  await page.getByTestId("load-demo").click();
  const badge = page.getByTestId("demo-badge");
  await expect(badge).toContainText("Loading");
  await expect(badge).toHaveText("Demo", { timeout: 90_000 });
  await expect(page.getByTestId("run-chart").locator("svg").first()).toBeVisible();
  await expectAccessible(page);
  await expectFewRowsDrawn(page);
  await expectNamedOnPhone(page);
  await page.goto("/overview");
  await badge.click();
  await expect(page.getByRole("alertdialog")).toContainText("What you made yourself stays");
  await page.keyboard.press("Control+Enter");
  await expect(badge).toHaveCount(0, { timeout: 60_000 });
  await page.context().close();
  await server.stop();
  data.remove();
});

test("what grows is listed live and leads to its tree, what is paused is counted", async ({
  signedIn,
  rest,
}) => {
  const { id } = await startGrove(rest);
  await openOverview(signedIn);
  const row = signedIn.getByTestId("active-trees").locator(`li:has(a[href="/runs/${id}"])`);
  await expect(row).toContainText("Running");
  const paused = signedIn.getByTestId("need-paused");
  await expect(paused).toContainText("No tree is paused");
  await rest.command(id, "pause");
  await expect(paused).toContainText("1", { timeout: 15_000 });
  await expectAccessible(signedIn);
  await paused.click();
  await expect(signedIn).toHaveURL(/\/runs\?.*paused/);
  await expect(signedIn.locator(`[data-run-id="${id}"]`)).toBeVisible();
  await openOverview(signedIn);
  await row.getByRole("link").click();
  await expect(signedIn).toHaveURL(new RegExp(`/runs/${id}`));
  await rest.command(id, "cancel");
  await rest.waitForEnd(id, 30_000);
});

test("the runs of the last 24 hours are a chart, or a table whose hours lead to their runs", async ({
  signedIn,
}) => {
  await (await startAudit(signedIn)).waitForStatus("succeeded");
  await openOverview(signedIn);
  await expect(signedIn.getByTestId("run-chart").locator("svg").first()).toBeVisible();
  await expectAccessible(signedIn);
  await signedIn.getByRole("button", { name: "View as table" }).click();
  const hour = signedIn.getByTestId("run-table").getByRole("link").first();
  await expect(hour).toHaveText(/^\d\d:\d\d–\d\d:\d\d$/);
  await hour.click();
  await expect(signedIn).toHaveURL(/\/runs\?/);
  await expect(signedIn.getByTestId("run-row").first()).toBeVisible();
});

test("a run that its starter no longer looks at tells of its end behind the bell, until it is read", async ({
  signedIn,
  rest,
}) => {
  const audit = await startAudit(signedIn);
  const id = audit.id();
  await openOverview(signedIn);
  await rest.waitForEnd(id, 90_000);
  const bell = signedIn.getByTestId("bell");
  await expect(bell).toHaveAccessibleName(/\d+ unread/, { timeout: 60_000 });
  await expect(signedIn).toHaveTitle(/^\(\d+\) Overview · Banyan$/);
  await bell.click();
  const inbox = signedIn.getByTestId("inbox");
  await expect(inbox.locator(`a[href="/runs/${id}"]`)).toContainText("has ended");
  await expectAccessible(signedIn);
  await inbox.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell).toHaveAccessibleName("Notifications");
  await expect(signedIn).toHaveTitle("Overview · Banyan");
  await inbox.locator(`a[href="/runs/${id}"]`).click();
  await expect(signedIn).toHaveURL(new RegExp(`/runs/${id}`));
});

test("a panel whose data cannot be had says so by itself, with the request's id and a way to try again", async ({
  signedIn,
}) => {
  let broken = true;
  await signedIn.route("**/api/trpc/**", async (route) => {
    const names = new URL(route.request().url()).pathname.split("/").at(-1)?.split(",") ?? [];
    if (!broken || !names.includes("overview.changes")) return route.continue();
    const answer = await (await route.fetch()).json();
    answer[names.indexOf("overview.changes")] = {
      error: {
        message: "Something failed inside Banyan.",
        code: -32004,
        data: { code: "NOT_FOUND", httpStatus: 404, reason: "NOT_FOUND", details: [], requestId: "req-42" },
      },
    };
    return route.fulfill({ json: answer });
  });
  await openOverview(signedIn);
  const alert = signedIn.getByRole("alert").filter({ hasText: "Recent changes could not be loaded" });
  await expect(alert).toContainText("req-42");
  await expect(signedIn.getByTestId("system-line")).toContainText("PostgreSQL");
  broken = false;
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(signedIn.getByText(/revision 1 by/).first()).toBeVisible();
});

test("on a phone the overview fits the screen", async ({ signedIn }) => {
  await signedIn.setViewportSize({ width: 390, height: 844 });
  await openOverview(signedIn);
  expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
