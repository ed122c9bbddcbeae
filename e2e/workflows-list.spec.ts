import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const rows = (page: Page) => page.getByTestId("workflow-row");

test.beforeEach(async ({ signedIn }) => {
  await signedIn.goto("/workflows");
  await expect(rows(signedIn).first()).toBeVisible();
});

test.describe("the list of workflows", () => {
  test("is searched, and opened by keys", async ({ signedIn }) => {
    await signedIn.keyboard.press("/");
    await signedIn.keyboard.type("digest");
    await signedIn.keyboard.press("Enter");
    await expect(rows(signedIn)).toHaveCount(1);
    await signedIn.keyboard.press("Escape");
    await signedIn.keyboard.press("Escape");
    await signedIn.keyboard.press("j");
    await signedIn.keyboard.press("Enter");
    await expect(signedIn).toHaveURL(/\/workflows\/recursive-digest/);
  });

  test("says when filters leave nothing, and lets go of them", async ({ signedIn }) => {
    await signedIn.goto("/workflows?q=nothing-of-the-kind");
    await expect(signedIn.getByRole("heading", { name: "No workflow matches" })).toBeVisible();
    await signedIn.getByRole("gridcell").getByRole("button", { name: "Clear filters" }).click();
    await expect(rows(signedIn).first()).toBeVisible();
  });

  test("starts a run from its row without leaving the list", async ({ signedIn }) => {
    await signedIn.getByRole("button", { name: /Start run of Dependency audit/ }).click();
    await expect(signedIn.getByTestId("start-form")).toBeVisible();
    await expect(signedIn).toHaveURL(/\/workflows/);
  });

  test("fits a phone, and has no violation that axe can find", async ({ signedIn }) => {
    await expectAccessible(signedIn);
    await signedIn.setViewportSize({ width: 390, height: 844 });
    expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(signedIn);
  });
});
