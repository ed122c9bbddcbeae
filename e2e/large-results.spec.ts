import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

/** Two results that are too large to be told together, and one that is not. */
const LARGE = {
  schemaVersion: 1,
  slug: "gives-much",
  name: "Gives much",
  nodes: {
    small: { kind: "transform", output: 1 },
    much: { kind: "task", task: "demo/work", input: { what: "= input.text + '1'", ms: 0 } },
    more: { kind: "task", task: "demo/work", input: { what: "= input.text + '2'", ms: 0 } },
    last: { kind: "transform", output: "= nodes.small.output" },
  },
  edges: [
    { source: "small", target: "much" },
    { source: "much", target: "more" },
    { source: "more", target: "last" },
  ],
};

test("where the last run gave more than can be told, both forms say so, and go on with what is told", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(LARGE);
  const { id } = await rest.start(LARGE.slug, { text: "x".repeat(1_200_000) });
  await rest.waitForEnd(id, 20_000);
  const editor = editorPage(page);
  await editor.open(LARGE.slug);
  await page.getByTestId("dry-run").click();
  const recorded = page.getByTestId("dry-form").getByRole("checkbox", { name: /of the last run/ });
  await expect(recorded).toHaveAccessibleName(/which gave more than can be told here/);
  await expectAccessible(page);

  await editor.open(LARGE.slug);
  await editor.node("last").press("Shift+R");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The last run gave more than can be told here");
  const plan = dialog.getByTestId("part-plan");
  await expect(plan).toContainText(/From the last run.*small/);
  await expect(plan).toContainText(/Done.*more/);
  await expectAccessible(page);
});
