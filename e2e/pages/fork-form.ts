import { expect, type Page } from "@playwright/test";

/** As a person without a mouse does it. */
export async function chooseFate(page: Page, place: string, fate: string): Promise<void> {
  await page
    .getByRole("dialog")
    .getByRole("combobox", { name: `What becomes of ${place}`, exact: true })
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.type(fate);
  await expect(page.getByRole("option", { name: fate })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox")).toHaveCount(0);
}
