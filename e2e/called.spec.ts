import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

const call = (workflow: string, x: number) => ({ kind: "subworkflow", workflow, position: { x, y: 0 } });
const begin = { kind: "transform", output: 1, position: { x: 0, y: 0 } };
const graphOf = (slug: string, nodes: object, edges: readonly object[]) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes,
  edges,
});

test("what a node calls opens in place, comes back to itself once, and the way back restores the canvas", async ({
  signedIn: page,
  rest,
}) => {
  const when = "input.more";
  const deeper = [{ source: "begin", target: "deeper", when }];
  await rest.publish(graphOf("called", { begin, deeper: call("called", 300) }, deeper));
  const nodes = { begin, go: call("called", 300), again: call("self", 600) };
  const edges = [
    { source: "begin", target: "go", when },
    { source: "go", target: "again", when },
  ];
  await rest.publish(graphOf("calling", nodes, edges));
  const editor = editorPage(page);
  await editor.open("calling");
  await page.getByRole("button", { name: "Zoom Out" }).click();
  const stand = editor.canvas.locator(".react-flow__viewport");
  await editor.node("go").click();
  const before = await stand.getAttribute("style");
  await editor.node("go").dblclick();
  const trail = page.getByTestId("trail");
  const called = page.getByTestId("called-canvas");
  await expect(trail.getByRole("listitem")).toHaveText(["Name of calling", "called"]);
  await expect(called.locator('.react-flow__node[data-id="begin"]')).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(called.locator('.react-flow__node[data-id="deeper"]')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(trail.getByRole("listitem")).toHaveText(["Name of calling", "called", "called again"]);
  await expect(page.getByText("this is the same graph again")).toBeVisible();

  await trail.getByRole("button", { name: "Name of calling" }).press("Enter");
  await expect(trail).toHaveCount(0);
  await expect(editor.node("go")).toBeFocused();
  await expect(stand).toHaveAttribute("style", before ?? "");

  // A call of itself leads to the canvas that is edited, and to no copy of it.
  await page.keyboard.press("ArrowRight");
  await expect(editor.node("again")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(trail.getByRole("listitem")).toHaveText(["Name of calling", "Name of calling again"]);
  await expect(page.getByText("this is the same canvas again")).toBeVisible();
  await page.getByTestId("open-callee").click();
  await expect(page.getByText("is open already")).toBeVisible();
  await expect(trail.getByRole("listitem")).toHaveCount(2);
});
