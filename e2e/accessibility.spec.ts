import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { startAudit } from "./pages/run-page.ts";
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
