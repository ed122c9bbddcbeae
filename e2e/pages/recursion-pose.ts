import { expect, type Page } from "@playwright/test";
import type { Rest } from "../server/rest.ts";
import { startSurvey } from "../server/survey.ts";
import { runPage } from "./run-page.ts";

/**
 * A recursion four levels deep in which runs work, wait for a person, have failed and were done without, as it is
 * pictured: beside its timeline, with a run at the bottom chosen. Returns the id of its root.
 */
export async function poseRecursion(page: Page, rest: Rest): Promise<string> {
  const { id } = await startSurvey(rest);
  await page.goto(`/runs/${id}?view=timeline`);
  const tree = page.getByTestId("tree");
  // Whoever chooses a run is no longer taken along to the newest one.
  await runPage(page).row(0).click();
  await expect(tree.locator('[data-status="failed"]').first()).toBeVisible({ timeout: 60_000 });
  await expect(tree.locator('[data-status="waiting"]').first()).toBeVisible({ timeout: 60_000 });
  await tree.getByText("coast/a/a/a", { exact: true }).click();
  await page.getByTestId("inspector").getByRole("tab", { name: "Attempts" }).click();
  return id;
}
