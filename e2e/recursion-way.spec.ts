import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

/** Calls another workflow in each of its runs, or only where its input says so. */
const caller = (slug: string, workflow: string, edge: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: { look: { kind: "transform", output: 1 }, pass: { kind: "subworkflow", workflow } },
  edges: [{ source: "look", target: "pass", ...edge }],
});

test("a recursion that no run can end is drawn on the canvas, and over the calls of all workflows", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(caller("hand-back", "hand-over"));
  await rest.saveDraft(caller("hand-over", "hand-back"));
  const editor = editorPage(page);
  await editor.open("hand-over");
  await editor.tab("Problems");
  const way = page.getByTestId("problems").getByRole("list", { name: "Way of the calls" });
  await expect(way.getByRole("listitem")).toHaveText([
    /look/,
    /pass/,
    /hand-back look → pass/,
    /this workflow again/,
  ]);
  for (const id of ["look", "pass"])
    await expect(editor.node(id).getByText("errors or warnings")).toBeAttached();

  await way.getByRole("link", { name: /hand-back/ }).press("Enter");
  await expect(page).toHaveURL(/view=calls/);
  const told = page.getByTestId("call-way");
  await expect(told.getByRole("heading")).toHaveText("Runs would start runs without end");
  await expect(told.getByRole("listitem")).toHaveText([
    /hand-over calls Name of hand-back by look → pass, not in what is published.*No guard before pass/,
    /Name of hand-back calls hand-over by look → pass.*No guard before pass/,
  ]);
  await expect(told).toContainText("As the draft has it");
  const picture = page.getByTestId("call-graph");
  await expect(picture.locator("[data-step]")).toHaveCount(2);
  // What only the draft calls is a broken line.
  await expect(picture.locator('[data-step="2"]')).not.toHaveAttribute("stroke-dasharray");
  await expect(picture.locator('[data-step="1"]')).toHaveAttribute("stroke-dasharray");
  await expect(picture.getByRole("listitem").filter({ hasText: "Name of hand-back" })).toContainText(
    "no guard before pass",
  );
  await expectAccessible(page);

  // What is said of it follows the draft.
  const { look, pass } = caller("hand-over", "hand-back").nodes;
  const renamed = {
    ...caller("hand-over", "hand-back"),
    nodes: { again: look, pass },
    edges: [{ source: "again", target: "pass" }],
  };
  await rest.saveDraft(renamed);
  await expect(told.getByRole("heading")).toHaveText("The draft no longer goes this way");
  await told.getByRole("link", { name: "Draw it as it is now" }).press("Enter");
  await expect(told).toContainText("hand-over calls Name of hand-back by again → pass");
  await expect(picture.locator("[data-step]")).toHaveCount(2);
  await rest.saveDraft(caller("hand-over", "hand-back", { when: "input.more" }));
  await expect(told).toContainText("no longer starts runs without end");
  await expect(picture.locator("[data-step]")).toHaveCount(0);
  await expectAccessible(page);
  await told.getByRole("button", { name: "Hide the way" }).press("Enter");
  await expect(told).toHaveCount(0);
  await expect(picture.locator("[data-step]")).toHaveCount(0);
});

test("the way of a cycle is drawn with the guards that may end it", async ({ signedIn: page, rest }) => {
  const when = "input.more";
  await rest.publish(caller("there", "back-again", { when }));
  await rest.publish(caller("back-again", "there"));
  await page.goto("/workflows?view=calls");
  const cycle = page.getByTestId("call-cycle").filter({ hasText: "Name of back-again" });
  const draw = cycle.getByRole("button", { name: "Draw its way" });
  await draw.press("Enter");
  await expect(draw).toHaveAttribute("aria-pressed", "true");
  const told = page.getByTestId("call-way");
  await expect(told).toContainText("Guard: the condition behind there.look: input.more");
  await expect(told).toContainText("No guard before pass");
  const box = page.getByTestId("call-graph").getByRole("listitem").filter({ hasText: "Name of there" });
  await expect(box).toContainText("guarded by look");
  await expectAccessible(page);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(told).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("what a recursion through another workflow may come to is told depth by depth", async ({
  signedIn: page,
  rest,
}) => {
  const when = "input.more";
  const to = { ...caller("to-and", "and-fro", { when }), limits: { maxDepth: 4 } };
  const one = caller("and-fro", "to-and", { when });
  const more = { kind: "subworkflow", workflow: "to-and" };
  const edges = [...one.edges, { source: "look", target: "more", when }];
  const fro = { ...one, nodes: { ...one.nodes, more }, edges };
  await rest.publish(to);
  await rest.publish(fro);
  const editor = editorPage(page);
  await editor.open("to-and");
  await editor.tab("Problems");
  const worst = page.getByRole("region", { name: "In the worst case" });
  await expect(worst).toContainText("through and-fro");
  await expect(worst).toContainText("One run starts 2 at most, most of them at pass of and-fro");
  await expect(worst.getByRole("row").locator("td:nth-of-type(1)")).toHaveText(["1", "1", "2", "2", "4"]);
  await expectAccessible(page);
});
