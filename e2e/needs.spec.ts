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

test("the tile says what is asked now, and not what was answered", async ({ signedIn, rest }) => {
  const slug = "asked-twice";
  const nodes = {
    ask: { kind: "approval", title: "Cut the hedge?" },
    lawn: { kind: "approval", title: "And the lawn?" },
  };
  const edges = [{ source: "ask", target: "lawn", port: "approved" }];
  const graph = { schemaVersion: 1, slug, name: "Asked twice", nodes, edges };
  await rest.publish(graph);
  for (const run of (await rest.runs("asked-plan")).data) await rest.command(run.id, "cancel");
  const { id } = await rest.start(slug, {});
  await signedIn.addInitScript(() => localStorage.setItem("banyan.welcome", "dismissed"));
  // Its own clock: what is asked for every ten seconds is not asked for in the seconds of this test.
  await signedIn.clock.install();
  await signedIn.goto("/overview");
  const tile = signedIn.getByTestId("need-asked");
  await expect(tile).toContainText("Cut the hedge?");
  await signedIn.clock.pauseAt(Date.now() + 60_000);
  await signedIn.clock.runFor(100);
  await expect(tile).toContainText("Cut the hedge?");
  await rest.answer(id, "ask", true);
  let ran = 0;
  await expect
    .poll(async () => {
      ran += 200;
      if (ran <= 8_000) await signedIn.clock.runFor(200);
      return tile.textContent();
    })
    .toContain("And the lawn?");
});
