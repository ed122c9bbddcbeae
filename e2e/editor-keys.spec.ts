import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const at = (x: number) => ({ position: { x, y: 0 } });
const graphOf = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    first: { kind: "transform", output: 1, ...at(0) },
    again: { kind: "subworkflow", workflow: "self", ...at(300) },
    last: { kind: "end", ...at(600) },
  },
  edges: [
    { source: "first", target: "again", when: "input.more" },
    { source: "again", target: "last" },
  ],
});

test("Esc leads back from a recursion that was opened in place, with the node that was chosen", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(graphOf("esc-again"));
  const editor = editorPage(page);
  await editor.open("esc-again");
  await editor.node("again").dblclick();
  const trail = page.getByTestId("trail");
  await expect(trail.getByRole("listitem")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(trail).toHaveCount(0);
  await expect(editor.node("again")).toHaveClass(/selected/);
  // And where nothing is open, it lets go of what was chosen.
  await page.keyboard.press("Escape");
  await expect(editor.node("again")).not.toHaveClass(/selected/);
});

test("a click with Shift, or with Control, adds to what is chosen, and takes from it", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("adding"));
  const editor = editorPage(page);
  await editor.open("adding");
  const chosen = editor.canvas.locator(".react-flow__node.selected");
  for (const held of ["Shift", "Control"] as const) {
    await editor.node("first").click();
    await expect(chosen).toHaveCount(1);
    await editor.node("last").click({ modifiers: [held] });
    await expect(chosen).toHaveCount(2);
    await editor.node("first").click({ modifiers: [held] });
    await expect(chosen).toHaveCount(1);
    await expect(editor.node("last")).toHaveClass(/selected/);
  }
});

test("a plus enlarges however it is typed, and the keys that send elsewhere run a draft", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("plus"));
  const editor = editorPage(page);
  await editor.open("plus");
  await editor.node("first").click();
  const stand = editor.canvas.locator(".react-flow__viewport");
  for (const key of ["Shift+Equal", "NumpadAdd", "+", "="]) {
    await page.keyboard.press("0");
    await expect(stand).toHaveAttribute("style", /scale\(1\)/);
    await page.keyboard.press(key);
    await expect(stand).toHaveAttribute("style", /scale\(1\.[2-9]/);
  }
  const dialog = page.getByRole("dialog");
  await page.keyboard.press("Control+Enter");
  await expect(dialog).toContainText("Run draft");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press("1");
  await editor.node("first").click();
  await page.keyboard.press("Control+Shift+Enter");
  await expect(dialog).toContainText("first");
});
