import type { Page } from "@playwright/test";
import { expect, testWithOwnServer } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const test = testWithOwnServer();

const rows = (page: Page) => page.getByTestId("run-row");
const focused = (page: Page) => page.locator('[data-testid="run-row"][data-focused]');
const chips = (page: Page) => page.getByTestId("query-chip");

test.beforeEach(async ({ rest, signedIn }) => {
  // Two that are small, of two workflows; a worker's server keeps them for all tests.
  if ((await rest.runs("recursive-digest")).data.length === 0) {
    await rest.start("dependency-audit", {}, { maxRuns: 2 });
    await rest.start("recursive-digest", { text: "One line of it.\n\nAnother line of it." });
  }
  await signedIn.goto("/runs");
  await expect(rows(signedIn)).toHaveCount(2);
});

test.describe("the list of runs", () => {
  test("is walked, chosen from and opened by keys alone", async ({ signedIn }) => {
    await signedIn.keyboard.press("j");
    const first = await focused(signedIn).getAttribute("data-run-id");
    await signedIn.keyboard.press("j");
    await expect(focused(signedIn)).not.toHaveAttribute("data-run-id", first ?? "");
    await signedIn.keyboard.press("k");
    await expect(focused(signedIn)).toHaveAttribute("data-run-id", first ?? "");
    await signedIn.keyboard.press("x");
    await signedIn.keyboard.press("j");
    await signedIn.keyboard.press("Shift+X");
    await expect(signedIn.getByRole("toolbar", { name: "Chosen runs" })).toContainText("2 runs");
    await signedIn.keyboard.press("Escape");
    await expect(signedIn.getByRole("toolbar", { name: "Chosen runs" })).toHaveCount(0);
    await signedIn.keyboard.press("k");
    await signedIn.keyboard.press("Enter");
    await expect(signedIn).toHaveURL(new RegExp(`/runs/${first}`));
  });

  test("chips, text and URL of a filter are the same thing", async ({ signedIn }) => {
    await signedIn.keyboard.press("f");
    await signedIn.keyboard.type("workflow:recursive-digest ");
    await expect(chips(signedIn)).toHaveText(["Workflow Recursive digest"]);
    await expect(signedIn).toHaveURL(/q=workflow%3Arecursive-digest/);
    await expect(rows(signedIn).filter({ hasText: "dependency-audit" })).toHaveCount(0);
    await signedIn.reload();
    await expect(chips(signedIn)).toHaveText(["Workflow Recursive digest"]);
    await signedIn.getByRole("button", { name: "Clear filters" }).click();
    await expect(rows(signedIn).filter({ hasText: "dependency-audit" }).first()).toBeVisible();
  });

  test("says what it does not understand, and mends it", async ({ signedIn }) => {
    await signedIn.goto("/runs?q=workflo:recursive-digest");
    await expect(signedIn.getByText("There is no field “workflo”.")).toBeVisible();
    await signedIn.getByRole("button", { name: "Use workflow" }).click();
    await expect(chips(signedIn)).toHaveText(["Workflow Recursive digest"]);
  });

  test("digits switch states, and links of other pages are queries", async ({ signedIn }) => {
    await signedIn.keyboard.press("6");
    await expect(chips(signedIn)).toHaveText(["Status Failed"]);
    await signedIn.keyboard.press("6");
    await expect(chips(signedIn)).toHaveCount(0);
    await signedIn.goto("/runs?status=failed&status=cancelled&endedWithin=24h");
    await expect(chips(signedIn)).toHaveText(["Status Failed or Cancelled", "Ended within the last 24h"]);
  });

  test("sorts by a column, told to those who hear it", async ({ signedIn }) => {
    const head = signedIn.getByRole("columnheader", { name: "Runs" });
    await head.getByRole("button").click();
    await expect(head).toHaveAttribute("aria-sort", "descending");
    await expect(signedIn).toHaveURL(/sort=-runs/);
  });

  test("fits a phone", async ({ signedIn }) => {
    await signedIn.setViewportSize({ width: 390, height: 844 });
    await expect(rows(signedIn).first()).toBeVisible();
    expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expect(rows(signedIn).first()).toContainText(/(ago|now) · [\d.]+\s?m?s/);
    const long = "an-error-with-quite-a-long-name-that-no-phone-has-room-for-in-one-line";
    await signedIn.goto(`/runs?q=${encodeURIComponent(`error:${long} workflow:dependency-audit`)}`);
    await expect(chips(signedIn)).toHaveCount(2);
    for (const chip of await chips(signedIn).all()) {
      const box = await chip.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThan(390);
    }
    await expect(signedIn.getByRole("button", { name: "Choose columns" })).toBeInViewport({ ratio: 1 });
  });

  test("has no violation that axe can find, also with rows chosen", async ({ signedIn }) => {
    await signedIn.keyboard.press("j");
    await signedIn.keyboard.press("x");
    await expectAccessible(signedIn);
  });
});
