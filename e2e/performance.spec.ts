import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

/** Starts itself once, waits a moment at each level. */
const timed = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    pause: { kind: "wait", durationMs: 60 },
    more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no" },
    again: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1" } },
    end: { kind: "end", output: "= input.n" },
  },
  edges: [
    { source: "pause", target: "more" },
    { source: "more", target: "again", port: "yes" },
    { source: "more", target: "end", port: "no" },
    { source: "again", target: "end" },
  ],
});

test("how long runs took is shown by depth and over time, as charts and in figures", async ({
  signedIn: page,
  rest,
}) => {
  const slug = "timed";
  await rest.publish(timed(slug));
  for (let nth = 0; nth < 2; nth++) {
    const { id } = await rest.start(slug, { n: 2 });
    await rest.waitForEnd(id, 30_000);
  }
  await page.goto(`/performance?workflow=${slug}&range=24h`);
  const depths = page.getByTestId("depth-table").getByRole("row");
  await expect(depths).toHaveCount(4);
  await expect(depths.nth(1)).toContainText("2");
  await expect(page.getByText("All 2 trees that have ended: 6 runs.", { exact: false })).toBeVisible();
  await expect(page.getByTestId("forecast")).toContainText("No forecast");
  await expect(page.getByTestId("duration-chart").locator("svg").first()).toBeVisible();
  await expect(page.getByRole("link", { name: `${slug}@1` })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "View as table" }).press("Enter");
  const period = page.getByTestId("period-table").getByRole("row").nth(1);
  await expect(period).toContainText("2");
  await expectAccessible(page);
});

test("workflow and time are chosen by keys, stand in the address, and the page is whole on a narrow screen in the dark", async ({
  signedIn: page,
  rest,
}) => {
  const slug = "timed-narrow";
  await rest.publish(timed(slug));
  const { id } = await rest.start(slug, { n: 1 });
  await rest.waitForEnd(id, 30_000);
  await page.goto("/performance");
  const picker = page.getByRole("combobox", { name: "Workflow" });
  await picker.press("Enter");
  await expect(page.getByRole("combobox", { name: "Search workflow" })).toBeFocused();
  await page.keyboard.type(`Name of ${slug}`);
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => new URL(page.url()).searchParams.get("workflow")).toBe(slug);
  await expect(page.getByTestId("depth-table").getByRole("row")).toHaveCount(3);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("region", { name: "Figures by depth" }).focus();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(page.getByText("No run has failed or was cancelled.")).toBeVisible();

  await rest.publish(timed("timed-never"));
  await page.goto("/performance?workflow=timed-never");
  await expect(page.getByText("No run started in this time")).toBeVisible();
  await page.goto("/performance?workflow=nobody-has-this");
  await expect(page.getByText("There is no workflow", { exact: false })).toBeVisible();
});
