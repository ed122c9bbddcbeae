import { expect, type Locator, type Page } from "@playwright/test";

/** What can be done with a run, from the menu of its row, and the form that asks for what is still to be known. */
export function actsMenu(page: Page) {
  const menu = page.getByRole("menu");
  const form = page.getByTestId("act-form");

  async function choose(act: RegExp): Promise<void> {
    await menu.getByRole("menuitem", { name: act }).click();
    await expect(menu).toHaveCount(0);
  }

  return {
    form,
    /** By the other button of the mouse. */
    onRow: async (row: Locator, act: RegExp) => {
      await row.click({ button: "right" });
      await choose(act);
    },
    /** Of the run that is chosen, by keys alone: the letters of an item lead to it. */
    byKeys: async (letters: string, act: RegExp) => {
      await page.keyboard.press("a");
      const item = menu.getByRole("menuitem", { name: act });
      // What can be done is asked when the menu opens.
      await expect(item).not.toHaveAttribute("aria-disabled", "true");
      await page.keyboard.type(letters);
      await expect(item).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(menu).toHaveCount(0);
    },
    /** Why an act is not possible, as its menu says it. */
    note: async (row: Locator, act: RegExp, why: string | RegExp) => {
      await row.click({ button: "right" });
      const item = menu.getByRole("menuitem", { name: act });
      await expect(item).toContainText(why);
      await expect(item).toHaveAttribute("aria-disabled", "true");
      await page.keyboard.press("Escape");
      await expect(menu).toHaveCount(0);
    },
    send: async (verb: string) => {
      await form.getByRole("button", { name: verb, exact: true }).click();
      await expect(form).toHaveCount(0);
    },
  };
}
