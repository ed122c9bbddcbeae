import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const lined = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    first: { kind: "transform", output: 1, position: { x: 0, y: 0 } },
    second: { kind: "transform", output: 2, position: { x: 288, y: 0 } },
    end: { kind: "end", output: 3, position: { x: 576, y: 0 } },
  },
  edges: [
    { source: "first", target: "second" },
    { source: "second", target: "end" },
  ],
});

/** Labels of what was done, the latest first. */
async function editsOf(page: Page): Promise<readonly string[]> {
  await editorPage(page).tab("History");
  const lines = await page.getByTestId("history").getByRole("listitem").allInnerTexts();
  return lines.map((line) => line.split("\n")[0] ?? "").slice(0, -1);
}

test("choosing, looking around and sizing are no edits, and each act is one", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(lined("acted"));
  const editor = editorPage(page);
  await editor.open("acted");
  const undo = page.getByRole("button", { name: "Undo", exact: true }).first();
  const one = await editor.middle(editor.node("first"));
  await editor.node("first").click();
  await page.keyboard.down("Shift");
  await editor.drag({ x: one.x, y: one.y + 120 }, { x: one.x + 20, y: one.y - 40 });
  await page.keyboard.up("Shift");
  await editor.node("second").focus();
  await page.keyboard.press("ControlOrMeta+A");
  await expect(editor.canvas.locator(".react-flow__node.selected")).toHaveCount(3);
  await page.keyboard.press("Escape");
  await editor.drag({ x: one.x, y: one.y + 160 }, { x: one.x + 60, y: one.y + 190 });
  await page.mouse.wheel(0, -200);
  await page.keyboard.press("0");
  await page.keyboard.press("1");
  await page.setViewportSize({ width: 1_100, height: 700 });
  await editor.node("second").click();
  // A key that means something on the canvas is a letter in a field.
  await editor.tab("Inspector");
  const id = page.getByTestId("node-form").getByRole("textbox", { name: "Id" });
  await id.focus();
  for (const key of ["Delete", "d", "n", "ControlOrMeta+A", "Escape"]) await page.keyboard.press(key);
  await expect(id).toHaveValue("second");
  await expect(editor.nodes).toHaveCount(3);
  await expect(undo).toBeDisabled();
  expect(await editsOf(page)).toEqual([]);
  await editor.saved();
  await expect(page.getByTestId("publish")).toBeDisabled();

  const from = await editor.middle(editor.node("first"));
  await editor.drag(from, { x: from.x + 20, y: from.y + 120 });
  expect(await editsOf(page)).toHaveLength(1);
  await editor.node("second").click();
  await editor.node("second").press("Delete");
  await expect(editor.edges).toHaveCount(0);
  expect(await editsOf(page)).toHaveLength(2);
  await undo.click();
  await expect(editor.edges).toHaveCount(2);
  await expect(undo).toBeEnabled();
  await undo.click();
  await expect(undo).toBeDisabled();
});

test("what is done can be taken back after it was saved, and not after the page was loaded anew", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(lined("saved-often"));
  const editor = editorPage(page);
  await editor.open("saved-often");
  const outputs = async () =>
    Object.values((await rest.draft("saved-often")).graph.nodes).map(
      (node) => "output" in node && node.output,
    );
  const output = page
    .getByTestId("node-form")
    .getByRole("textbox", { name: /^Output/ })
    .first();
  for (const [node, text] of [
    ["first", "10"],
    ["second", "20"],
  ] as const) {
    await editor.node(node).click();
    await output.fill(text);
    await expect.poll(outputs).toContain(Number(text));
    await editor.saved();
  }
  await editor.canvas.press("ControlOrMeta+Z");
  await expect.poll(outputs).toEqual([10, 2, 3]);
  await editor.saved();
  await editor.canvas.press("ControlOrMeta+Z");
  await expect.poll(outputs).toEqual([1, 2, 3]);
  await editor.saved();
  await editor.canvas.press("ControlOrMeta+Shift+Z");
  await expect.poll(outputs).toEqual([10, 2, 3]);
  await editor.saved();
  expect(await editsOf(page)).toHaveLength(2);
  await page.reload();
  await expect(editor.nodes).toHaveCount(3);
  expect(await editsOf(page)).toEqual([]);
  await expect(page.getByRole("button", { name: "Undo", exact: true }).first()).toBeDisabled();
});

test("a draft with an error cannot be published from its editor, and one with a warning can", async ({
  signedIn: page,
  rest,
}) => {
  const way = { kind: "decision", cases: [{ port: "yes", when: "false" }], default: "no" };
  const graph = lined("judged");
  const edges = [...graph.edges, { source: "way", target: "first", port: "no" }];
  const nodes = { way, ...graph.nodes };
  await rest.saveDraft({ ...graph, nodes, edges } as typeof graph);
  const editor = editorPage(page);
  await editor.open("judged");
  const dialog = page.getByRole("dialog");
  const publish = dialog.getByRole("button", { name: "Publish", exact: true });
  const output = page.getByTestId("node-form").getByRole("textbox", { name: "Output", exact: true });
  await editor.node("end").click();
  await output.fill("= nodes.nobody.output");
  await page.getByTestId("publish").click();
  await expect(dialog).toContainText("It cannot be published as it stands");
  await expect(publish).toBeDisabled();
  await dialog.getByRole("button", { name: "Keep as a draft" }).click();
  await output.fill("4");
  await page.getByTestId("publish").click();
  await expect(dialog).toContainText("G013");
  await expect(publish).toBeEnabled();
  await publish.click();
  await expect(page.getByText("is published as revision 1")).toBeVisible();
});
