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

test("a call pins a revision: chosen in its form, told on the card, opened in place, drawn and run", async ({
  signedIn: page,
  rest,
}) => {
  const says = (text: string) =>
    graphOf("pinned-leaf", { [text]: { kind: "end", output: text, position: { x: 0, y: 0 } } }, []);
  for (const text of ["one", "two", "three"]) await rest.publish(says(text));
  const end = { kind: "end", output: "= nodes.go.output", position: { x: 300, y: 0 } };
  const edges = [{ source: "go", target: "end" }];
  await rest.publish(graphOf("pinning", { go: call("pinned-leaf", 0), end }, edges));
  const editor = editorPage(page);
  await editor.open("pinning");
  await expect(editor.node("go")).toContainText("@3, the latest · pinned-leaf");

  await editor.node("go").click();
  const form = page.getByTestId("node-form");
  const revision = form.getByRole("combobox", { name: "Revision" });
  await expect(revision).toHaveText("Latest published (now 3)");
  await revision.press("Enter");
  await expect(page.getByRole("option", { name: /^Revision \d/ })).toHaveCount(3);
  await page.getByRole("option", { name: /^Revision 2,/ }).click();
  await expect(editor.node("go")).toContainText("@2, pinned; latest 3 · pinned-leaf");
  await editor.saved();
  await expectAccessible(page);

  // It is that revision that opens, and the way back says so.
  await editor.node("go").click();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("trail").getByRole("listitem")).toHaveText([
    "Name of pinning",
    "pinned-leaf@2",
  ]);
  await expect(page.getByText("Revision 2 of it, which the call pins")).toBeVisible();
  await expect(page.getByTestId("called-canvas").locator('.react-flow__node[data-id="two"]')).toBeVisible();
  await page.keyboard.press("Escape");

  // What is not there is a problem with two ways out.
  await rest.saveDraft(graphOf("pinning", { go: { ...call("pinned-leaf", 0), revision: 9 }, end }, edges));
  await editor.open("pinning");
  await expect(editor.node("go")).toContainText("@9, no such revision · pinned-leaf");
  await editor.tab("Problems");
  const problem = page.getByRole("listitem").filter({ hasText: "W004" });
  await expect(problem).toContainText("the latest is 3");
  await expect(problem.getByRole("button", { name: "Call the latest" })).toBeVisible();
  await problem.getByRole("button", { name: "Pin revision 3" }).click();
  await expect(editor.node("go")).toContainText("@3, pinned · pinned-leaf");
  await editor.saved();

  // Published with the second one, that is what runs, and what the call graph draws.
  await rest.publish(graphOf("pinning", { go: { ...call("pinned-leaf", 0), revision: 2 }, end }, edges));
  const { id } = await rest.start("pinning", {});
  expect((await rest.waitForEnd(id, 30_000)).status).toBe("succeeded");
  expect(await rest.output(id)).toBe("two");
  await page.goto("/workflows?view=calls");
  const boxes = page.getByTestId("call-graph").getByRole("listitem");
  await expect(boxes.filter({ hasText: "@2, pinned; latest 3" })).toHaveCount(1);
  await expect(page.getByTestId("call-list")).toContainText("Name of pinned-leaf@2");
});
