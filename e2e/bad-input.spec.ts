import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

async function openForm(page: Page) {
  await page.goto("/workflows");
  await page.getByRole("button", { name: /Start run of Dependency audit/ }).click();
  return page.getByTestId("start-form");
}

test.describe("the start form of dependency-audit", () => {
  for (const { name, text, error } of [
    { name: "text that is not JSON", text: "{ oops", error: /JSON/ },
    { name: "JSON that is no lockfile", text: '{"hello": 1}', error: /lockfileVersion|required|packages/i },
    {
      name: "a lockfile of npm 6",
      text: '{"lockfileVersion": 1, "packages": {"a": {}}}',
      error: /lockfileVersion|2|3/,
    },
  ]) {
    test(`says at its field what is wrong with ${name}, and starts nothing`, async ({ signedIn, rest }) => {
      const before = (await rest.runs("dependency-audit")).data.length;
      const form = await openForm(signedIn);
      await form.getByRole("textbox", { name: /package-lock\.json/ }).fill(text);
      await signedIn.getByTestId("submit-run").click();
      await expect(form.getByRole("alert").first()).toContainText(error);
      await expect(signedIn).toHaveURL(/\/workflows/);
      expect((await rest.runs("dependency-audit")).data).toHaveLength(before);
    });
  }
});

test("an unknown run is a page that says so", async ({ signedIn }) => {
  await signedIn.goto("/runs/01932f3a-0000-7000-8000-000000000001");
  await expect(signedIn.getByText(/no such run|not found|does not exist/i).first()).toBeVisible();
});
