import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const asking = {
  schemaVersion: 1,
  slug: "asking-somebody",
  name: "Asking somebody",
  nodes: {
    ask: { kind: "agent", agent: "somebody", prompt: "Say hello" },
    end: { kind: "end", output: "= nodes.ask.output" },
  },
  edges: [{ source: "ask", target: "end" }],
};

test("a breaker is held open with a reason, shows what waits for it, and lets it go when it is reset", async ({
  signedIn: page,
  rest,
}) => {
  await rest.register({
    kind: "llm",
    id: "somebody",
    name: "Somebody",
    capabilities: ["say-hello"],
    provider: "demo",
    model: "demo-writer",
  });
  await rest.publish(asking);
  await page.goto("/runs");
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page).toHaveURL(/\/agents$/);
  const row = page.getByTestId("agent-row").filter({ hasText: "Somebody" });
  await expect(row).toContainText("Closed");
  await expect(row).toContainText("1 node");
  await expectAccessible(page);

  await row.getByRole("button", { name: "Act on the breaker of Somebody" }).press("Enter");
  await page.getByRole("menuitem", { name: /^Hold open/ }).press("Enter");
  await page.getByTestId("breaker-form").getByRole("textbox", { name: "Reason" }).fill("they move house");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(row).toContainText("Open");
  await expect(row).toContainText("held by");

  const { id } = await rest.start(asking.slug, {});
  await row.getByRole("button", { name: "Somebody", exact: true }).press("Enter");
  await expect(page).toHaveURL(/breaker=agent%3Asomebody/);
  const drawer = page.getByTestId("breaker-drawer");
  await expect(drawer).toContainText("they move house");
  await expect(drawer.getByRole("link", { name: asking.slug })).toHaveAttribute("href", `/runs/${id}`);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);

  await drawer.getByRole("button", { name: /^Act on the breaker/ }).press("Enter");
  await page.getByRole("menuitem", { name: /^Reset/ }).press("Enter");
  await page.getByTestId("breaker-form").getByRole("textbox", { name: "Reason" }).fill("they are back");
  await page.keyboard.press("Enter");
  expect((await rest.waitForEnd(id, 30_000)).status).toBe("succeeded");
  await expect(drawer).toContainText("Nothing waits.");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/agents$/);
  await expect(row).toContainText("Closed");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});
