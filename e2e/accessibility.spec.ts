import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { startAudit } from "./pages/run-page.ts";
import { startGrove } from "./server/grove.ts";
import { freshData, startServer } from "./server/start-server.ts";

for (const path of ["/workflows", "/runs"]) {
  test(`${path} has no accessibility violation that axe can find`, async ({ signedIn }) => {
    await signedIn.goto(path);
    await expect(signedIn.getByRole("heading").first()).toBeVisible();
    await expectAccessible(signedIn);
  });
}

for (const path of [
  "/sign-in",
  "/sign-in?token=spent",
  "/invite",
  "/invite?token=spent",
  "/reset",
  "/reset?token=spent",
]) {
  test(`${path} has no accessibility violation that axe can find, wide or narrow, without a session`, async ({
    page,
    server,
  }) => {
    await page.goto(`${server.url}${path}`);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page);
  });
}

test("the page that asks for a password after a sign-in link has no accessibility violation that axe can find", async ({
  browser,
}) => {
  const data = freshData();
  const server = await startServer(data);
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.signInUrl);
  await page.waitForURL(/\/welcome/);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await page.context().close();
  await server.stop();
  data.remove();
});

test("the run page has no accessibility violation that axe can find, nor has its start form", async ({
  signedIn,
}) => {
  const audit = await startAudit(signedIn);
  await audit.waitForStatus("succeeded");
  await audit.rows.nth(2).click();
  await expect(audit.inspector).toBeVisible();
  await expectAccessible(signedIn);
  await signedIn.goto("/workflows");
  await signedIn.getByTestId("start-run").first().click();
  await expect(signedIn.getByTestId("start-form")).toBeVisible();
  await expectAccessible(signedIn);
});

/** What a screen reader is told of the row that the arrow keys have reached. */
function spokenRow(tree: Locator) {
  return tree.evaluate((element) => {
    const row = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
    const told = (name: string) => row?.getAttribute(`aria-${name}`) ?? null;
    return {
      role: row?.getAttribute("role"),
      level: told("level"),
      place: `${told("rowindex")} of ${element.getAttribute("aria-rowcount")}`,
      expanded: told("expanded"),
      selected: told("selected"),
      text: row?.innerText.replace(/\s+/g, " ") ?? "",
    };
  });
}

test("the tree is walked by arrow keys as a treegrid: each row tells its level, its place, its state in words and whether it is open", async ({
  signedIn,
  rest,
}) => {
  const { id } = await startGrove(rest, { levels: 2, napMs: 1 });
  await rest.waitForEnd(id, 60_000);
  await signedIn.goto(`/runs/${id}`);
  const tree = signedIn.getByRole("treegrid", { name: "Runs of this tree" });
  await tree.focus();
  await signedIn.keyboard.press("Home");
  await expect
    .poll(() => spokenRow(tree))
    .toMatchObject({ role: "row", level: "1", place: "1 of 25", expanded: "true", selected: "true" });
  expect((await spokenRow(tree)).text).toMatch(/Succeeded.* below: .*succeeded/i);
  await signedIn.keyboard.press("ArrowLeft");
  await expect.poll(() => spokenRow(tree)).toMatchObject({ place: "1 of 1", expanded: "false" });
  await signedIn.keyboard.press("ArrowRight");
  await signedIn.keyboard.press("ArrowRight");
  await expect
    .poll(() => spokenRow(tree))
    .toMatchObject({ level: "2", place: "2 of 25", expanded: "true", selected: "true" });
  await signedIn.keyboard.press("End");
  const last = await spokenRow(tree);
  expect(last).toMatchObject({ level: "4", place: "25 of 25", expanded: null });
  expect(last.text).toMatch(/Succeeded/);
  await expect(tree).toBeFocused();
});
