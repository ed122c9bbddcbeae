import { expect, testWithOwnServer } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const test = testWithOwnServer();

test("what is asked stands before the run that asks, and figures of what goes on have heads and are whole", async ({
  signedIn,
  rest,
}) => {
  const slug = "asked-plan";
  const nodes = { ask: { kind: "approval", title: "Cut the hedge?" } };
  const graph = { schemaVersion: 1, slug, name: "Asked plan", nodes, edges: [] };
  await rest.publish(graph);
  const { id } = await rest.start(slug, {});
  await signedIn.setViewportSize({ width: 1_440, height: 900 });
  await signedIn.addInitScript(() => localStorage.setItem("banyan.welcome", "dismissed"));
  await signedIn.goto("/overview");
  await expect(signedIn.getByTestId("need-asked")).toContainText("Cut the hedge? · asked-plan");
  await expect(signedIn.getByTestId("active-heads")).toHaveText(/Depth.*Agents.*Runs.*cost.*Time/);
  const row = signedIn.getByTestId("active-trees").locator(`li:has(a[href="/runs/${id}"])`);
  await expect(row).toBeVisible();
  const cut = await row.evaluate(
    (item) =>
      [...item.children].slice(1).filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length,
  );
  expect(cut).toBe(0);
  await expectAccessible(signedIn);
});
