import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect, streamedPage, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import type { Server } from "./server/start-server.ts";

const PASSWORD = "a harbour full of lanterns";

async function fresh(browser: Browser, server: Server): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: server.url });
  return { context, page: streamedPage(await context.newPage()) };
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Makes an invitation as the owner, accepts it in a browser of its own, and answers that browser's page. */
async function invited(owner: Page, browser: Browser, server: Server, email: string): Promise<Page> {
  await owner.goto("/settings/users");
  await owner.getByTestId("invite-form").getByRole("button", { name: "Create invitation link" }).click();
  const link = await owner.getByTestId("secret-once").innerText();
  const { page } = await fresh(browser, server);
  await page.goto(link.trim());
  const form = page.getByTestId("accept-form");
  await expect(form).toContainText("viewer");
  expect(page.url()).not.toContain("token");
  await form.getByLabel("Name").fill("Grace");
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("Password").fill("password123");
  await form.getByRole("button", { name: "Create account" }).click();
  await expect(form).toContainText("commonest");
  await form.getByLabel("Password").fill(PASSWORD);
  await form.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/overview$/);
  return page;
}

test("an invitation becomes an account with a password, whose role limits it until it is taken away", async ({
  signedIn,
  browser,
  server,
}) => {
  const guest = await invited(signedIn, browser, server, "grace@example.org");

  await guest.goto("/settings/users");
  await expect(guest.getByTestId("not-allowed")).toBeVisible();
  await guest.goto("/settings/account");
  await expect(guest.getByTestId("sessions").getByText("this session")).toBeVisible();

  await signIn(guest, "grace@example.org", "not the password");
  await expect(guest.getByTestId("sign-in-form").getByRole("alert")).toContainText("Check both");
  await signIn(guest, "grace@example.org");
  await guest.waitForURL(/\/overview$/);

  await signedIn.goto("/settings/users");
  const row = signedIn.getByTestId("people").getByRole("row", { name: /grace@example\.org/ });
  await row.getByRole("button", { name: "More for Grace" }).click();
  await signedIn.getByRole("menuitem", { name: "Disable" }).click();
  await signedIn.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(row.getByText("disabled")).toBeVisible();
  // Open pages lose access by themselves.
  await guest.waitForURL(/\/sign-in/, { timeout: 10_000 });

  await signedIn.goto("/settings/audit");
  await expect(signedIn.getByTestId("audit").getByText("user.disable").first()).toBeVisible();
});

test("an API token is shown once, works, and stops when it is revoked", async ({ signedIn, server }) => {
  await signedIn.goto("/settings/tokens");
  await signedIn.getByTestId("token-form").getByLabel("Name").fill("nightly");
  await signedIn.getByRole("button", { name: "Create token" }).click();
  const token = (await signedIn.getByTestId("secret-once").innerText()).trim();
  const ask = () => fetch(`${server.url}/api/v1/runs`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await signedIn.reload();
  await expect(signedIn.getByTestId("tokens")).toContainText("nightly");
  await expect(signedIn.getByText(token)).toHaveCount(0);
  await signedIn
    .getByTestId("tokens")
    .getByRole("row", { name: /nightly/ })
    .getByRole("button", { name: "Revoke" })
    .click();
  await signedIn.getByRole("button", { name: "Revoke token" }).click();
  await expect(signedIn.getByText("Token revoked")).toBeVisible();
  await expect(signedIn.locator("td", { hasText: "nightly" })).toHaveCount(0);
  expect((await ask()).status).toBe(401);
});

test("a ceiling of the workspace tightens every tree that starts afterwards, and stands in the audit log", async ({
  signedIn,
  rest,
}) => {
  const deepest = async () => {
    const { id } = await rest.start("dependency-audit", {}, { maxRuns: 2 });
    await rest.waitForEnd(id, 60_000);
    return (await rest.runs("dependency-audit")).data.find((run) => run.id === id)?.maxDepth;
  };
  await signedIn.goto("/settings/limits");
  await signedIn.getByLabel("Depth").fill("1");
  await signedIn.getByRole("button", { name: "Save ceilings" }).click();
  await expect(signedIn.getByText("Ceilings saved")).toBeVisible();
  expect(await deepest()).toBe(1);
  await signedIn.reload();
  await expect(signedIn.getByLabel("Depth")).toHaveValue("1");
  await signedIn.getByLabel("Depth").fill("");
  await signedIn.getByRole("button", { name: "Save ceilings" }).click();
  await expect(signedIn.getByText("Ceilings saved").first()).toBeVisible();
  await expect(signedIn.getByLabel("Depth")).toHaveValue("");
  expect(await deepest()).toBe(32);
  await signedIn.goto("/settings/audit");
  await expect(signedIn.getByText("maxDepth: none → 1").first()).toBeVisible();
  await signedIn.getByLabel("Action").fill("run.start");
  await expect(signedIn).toHaveURL(/\?action=run\.start$/);
  await signedIn.reload();
  await expect(signedIn.getByLabel("Action")).toHaveValue("run.start");
  await expect(signedIn.getByTestId("audit").getByRole("row").nth(1)).toContainText("run.start");
  await expect(signedIn.getByText("maxDepth: none → 1")).toHaveCount(0);
});

for (const section of ["account", "tokens", "users", "audit", "limits", "workspace", "about"]) {
  test(`/settings/${section} has no accessibility violation that axe can find, wide or narrow`, async ({
    signedIn,
  }) => {
    await signedIn.goto(`/settings/${section}`);
    await expect(
      signedIn.getByTestId(`settings-${section}`).getByRole("heading", { level: 2 }).first(),
    ).toBeVisible();
    await expectAccessible(signedIn);
    await signedIn.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(signedIn);
    const overflow = await signedIn.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
