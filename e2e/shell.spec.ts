import { setTimeout as delay } from "node:timers/promises";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, openSignInLink, test } from "./fixtures.ts";
import { startAudit } from "./pages/run-page.ts";
import { freshData, startServer } from "./server/start-server.ts";

const palette = (page: Page) => page.getByTestId("palette");
const chosen = (page: Page) => palette(page).locator('[cmdk-item][aria-selected="true"]');

async function openWorkflows(page: Page): Promise<void> {
  await page.goto("/workflows");
  await expect(page.getByTestId("workflow-row").first()).toBeVisible();
  await expect(page.getByTestId("connection")).toHaveAttribute("data-connection", "live");
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(palette(page).getByRole("combobox")).toBeFocused();
}

async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa"]).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

test.describe("the palette", () => {
  test("goes to a page by a part of its name, and gives the focus back when it is closed", async ({
    signedIn,
  }) => {
    await openWorkflows(signedIn);
    await openPalette(signedIn);
    await signedIn.keyboard.press("Escape");
    await expect(palette(signedIn)).toHaveCount(0);
    await openPalette(signedIn);
    await signedIn.keyboard.type("go.runs");
    await expect(chosen(signedIn)).toContainText("Runs");
    await expect(chosen(signedIn).locator("kbd")).toHaveText(["G", "R"]);
    await signedIn.keyboard.press("Enter");
    await expect(signedIn).toHaveURL(/\/runs$/);
  });

  test("starts a run of a workflow without a mouse", async ({ signedIn }) => {
    await openWorkflows(signedIn);
    await openPalette(signedIn);
    await signedIn.keyboard.type("start digest");
    await expect(chosen(signedIn)).toContainText("Start run of Recursive digest");
    await signedIn.keyboard.press("Enter");
    await expect(signedIn.getByTestId("start-form")).toBeVisible();
    await expect(palette(signedIn)).toHaveCount(0);
  });

  test("offers what can be done with the run on screen first, and finds a run by its id", async ({
    signedIn,
  }) => {
    const audit = await startAudit(signedIn);
    await audit.waitForStatus("succeeded");
    await openPalette(signedIn);
    await expect(palette(signedIn).locator("[cmdk-group-heading]").first()).toHaveText("This run");
    await expect(palette(signedIn).getByText("Start again with this input")).toBeVisible();
    const id = audit.id();
    await signedIn.keyboard.press("Escape");
    await signedIn.keyboard.press("g");
    await signedIn.keyboard.press("w");
    await expect(signedIn).toHaveURL(/\/workflows$/);
    await openPalette(signedIn);
    await signedIn.keyboard.type(id.slice(-12));
    await expect(chosen(signedIn)).toContainText(id.slice(-12));
    await signedIn.keyboard.press("Enter");
    await expect(signedIn).toHaveURL(new RegExp(`/runs/${id}`));
  });

  test("says so when nothing matches", async ({ signedIn }) => {
    await openWorkflows(signedIn);
    await openPalette(signedIn);
    await signedIn.keyboard.type("zzqxj");
    await expect(palette(signedIn)).toContainText("Nothing matches “zzqxj”");
  });
});

test.describe("shortcuts", () => {
  test("lead from page to page, and the sheet lists what works on the page", async ({ signedIn }) => {
    await openWorkflows(signedIn);
    await signedIn.keyboard.press("g");
    await signedIn.keyboard.press("r");
    await expect(signedIn).toHaveURL(/\/runs$/);
    await signedIn.keyboard.press("Shift+?");
    const sheet = signedIn.getByTestId("shortcut-sheet");
    await expect(sheet).toContainText("Search and act");
    await expect(sheet).not.toContainText("Follow what runs");
    await signedIn.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await startAudit(signedIn);
    await expect(signedIn.getByTestId("tree")).toBeVisible();
    await signedIn.keyboard.press("Shift+?");
    await expect(sheet).toContainText("Follow what runs");
    expect(await seriousViolations(signedIn)).toEqual([]);
  });

  test("rest while something is typed", async ({ signedIn }) => {
    const audit = await startAudit(signedIn);
    await expect(audit.tree).toBeVisible();
    const address = new URL(signedIn.url()).pathname;
    await signedIn.keyboard.press("/");
    const search = signedIn.getByRole("searchbox");
    await expect(search).toBeFocused();
    await signedIn.keyboard.type("gw?y");
    await expect(search).toHaveValue("gw?y");
    await expect(signedIn.getByTestId("shortcut-sheet")).toHaveCount(0);
    expect(new URL(signedIn.url()).pathname).toBe(address);
  });

  test("fold the sidebar, and the server draws it folded the next time", async ({ signedIn }) => {
    await openWorkflows(signedIn);
    const sidebar = signedIn.locator("aside");
    await signedIn.keyboard.press("Control+b");
    await expect.poll(async () => (await sidebar.boundingBox())?.width).toBe(48);
    await signedIn.reload({ waitUntil: "commit" });
    await expect.poll(async () => (await sidebar.boundingBox())?.width).toBe(48);
    await signedIn.keyboard.press("Control+b");
    await expect.poll(async () => (await sidebar.boundingBox())?.width).toBe(216);
  });
});

test.describe("the look", () => {
  test("density stands in the markup that the server sends", async ({ signedIn, server }) => {
    await openWorkflows(signedIn);
    await signedIn.getByRole("button", { name: "Comfortable rows" }).click();
    await expect(signedIn.locator("html")).toHaveAttribute("data-density", "comfortable");
    const markup = await (await signedIn.request.get(`${server.url}/workflows`)).text();
    expect(markup).toContain('data-density="comfortable"');
  });

  test("the theme that was chosen is there at the first frame", async ({ signedIn }) => {
    await openWorkflows(signedIn);
    await signedIn.getByRole("button", { name: "Dark theme" }).click();
    await expect(signedIn.locator("html")).toHaveClass(/dark/);
    await signedIn.addInitScript(() => {
      const grounds: string[] = [];
      Object.assign(globalThis, { grounds });
      const look = () => {
        if (document.body) grounds.push(getComputedStyle(document.documentElement).backgroundColor);
        if (grounds.length < 10) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    // The style sheet comes late to a slow machine: a frame between it and the theme would be seen.
    await signedIn.route("**/*.css", async (route) => {
      await delay(200);
      await route.continue();
    });
    const devtools = await signedIn.context().newCDPSession(signedIn);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    for (let again = 0; again < 4; again++) {
      await signedIn.reload();
      await expect.poll(() => signedIn.evaluate("grounds.length")).toBe(10);
      expect(await signedIn.evaluate("[...new Set(grounds)]")).toEqual(["rgb(10, 10, 11)"]);
    }
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await signedIn.keyboard.press("Shift+D");
    await expect(signedIn.locator("html")).toHaveClass(/light/);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`palette and menus have no violation that axe can find, ${colorScheme}`, async ({ signedIn }) => {
      await signedIn.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await openWorkflows(signedIn);
      await signedIn.getByRole("button", { name: /^Owner/ }).click();
      await expect(signedIn.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
      expect(await seriousViolations(signedIn)).toEqual([]);
      await signedIn.keyboard.press("Escape");
      // Shortcuts rest until the menu has gone.
      await expect(signedIn.getByRole("menuitem")).toHaveCount(0);
      await openPalette(signedIn);
      expect(await seriousViolations(signedIn)).toEqual([]);
    });
  }

  test("a phone gets the sidebar as a drawer, and no page is wider than the screen", async ({ signedIn }) => {
    await signedIn.setViewportSize({ width: 390, height: 844 });
    await openWorkflows(signedIn);
    await signedIn.getByRole("button", { name: "Open menu" }).click();
    await signedIn.getByRole("dialog").getByRole("link", { name: "Runs" }).click();
    await expect(signedIn).toHaveURL(/\/runs$/);
    await expect(signedIn.getByRole("dialog")).toHaveCount(0);
    expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test("a long name between two breadcrumbs gives up its room, and the last one stays", async ({
    signedIn,
    rest,
  }) => {
    const name =
      "Quarterly review of all that the lanterns of the harbour have been told since the spring began";
    const nodes = { give: { kind: "transform", output: 1 } };
    const named = (slug: string, name: string) => ({ schemaVersion: 1, slug, name, nodes, edges: [] });
    await rest.publish(named("long-name", name));
    const crumbs = signedIn.getByRole("navigation", { name: "Breadcrumb" });
    for (const width of [1440, 390]) {
      await signedIn.setViewportSize({ width, height: 844 });
      await signedIn.goto("/workflows/long-name/edit");
      const last = crumbs.getByText("Edit", { exact: true });
      await expect(last).toBeInViewport({ ratio: 1 });
      await expect(signedIn.getByTestId("export-workflow")).toBeVisible();
      const ends = await last.evaluate((crumb) => crumb.getBoundingClientRect().right);
      const room = await crumbs.evaluate((nav) => nav.getBoundingClientRect().right);
      expect(ends).toBeLessThanOrEqual(room);
      const cut = await last.evaluate((crumb) => {
        const text = document.createRange();
        text.selectNodeContents(crumb);
        return text.getBoundingClientRect().width - crumb.getBoundingClientRect().width;
      });
      expect(cut).toBeLessThan(0.01);
      expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    // A short one takes what it needs.
    await rest.publish(named("short-name", "Wait"));
    await signedIn.goto("/workflows/short-name/edit");
    const [short, last] = [
      crumbs.getByText("Wait", { exact: true }),
      crumbs.getByText("Edit", { exact: true }),
    ];
    const left = await last.evaluate((crumb) => crumb.getBoundingClientRect().left);
    expect(left - (await short.evaluate((crumb) => crumb.getBoundingClientRect().right))).toBeLessThan(32);
  });
});

test.describe("the connection", () => {
  test("a browser without network says that what it shows is old, until it is back", async ({ signedIn }) => {
    await openWorkflows(signedIn);
    await signedIn.context().setOffline(true);
    const banner = signedIn.getByTestId("outage");
    await expect(banner).toContainText("This browser is offline; showing the state of");
    await expect(signedIn.locator("main")).toHaveAttribute("data-stale", "");
    await signedIn.context().setOffline(false);
    await expect(banner).toHaveCount(0);
  });

  test("a server that has gone is said to be so; when it is back, the page catches up by itself", async ({
    browser,
  }) => {
    const data = freshData();
    const first = await startServer(data);
    const page = await (await browser.newContext({ baseURL: first.url })).newPage();
    await openSignInLink(page, first.signInUrl);
    await openWorkflows(page);
    await first.kill();
    const banner = page.getByTestId("outage");
    await expect(banner).toContainText("Banyan does not answer; showing the state of");
    await page.keyboard.press("?");
    await expect(page.getByText("This could not be loaded")).toBeVisible();
    const second = await startServer({ ...data, env: { PORT: new URL(first.url).port } });
    await expect(banner).toHaveCount(0, { timeout: 30_000 });
    await expect(page.getByTestId("connection")).toHaveAttribute("data-connection", "live");
    await expect(page.getByTestId("workflow-row").first()).toBeVisible();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByTestId("shortcut-sheet")).toBeVisible();
    await page.context().close();
    await second.stop();
    data.remove();
  });
});

test("an address that leads nowhere says so within the frame, and names the tab", async ({ signedIn }) => {
  await signedIn.goto("/runs/no-such-run");
  await expect(signedIn.getByText("There is nothing at this address")).toBeVisible();
  await expect(signedIn.getByRole("navigation", { name: "Main" })).toBeVisible();
  // What is unread may stand before it.
  await expect(signedIn).toHaveTitle(/Not found · Banyan$/);
});
