import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { startAudit } from "./pages/run-page.ts";

for (const path of ["/workflows", "/runs"]) {
  test(`${path} has no accessibility violation that axe can find`, async ({ signedIn }) => {
    await signedIn.goto(path);
    await expect(signedIn.getByRole("heading").first()).toBeVisible();
    await expectAccessible(signedIn);
  });
}

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
