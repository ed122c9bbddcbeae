import type { Page } from "@playwright/test";
import { expect, streamedPage, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

const graphOf = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "end", output: "= nodes.a.output" } },
  edges: [{ source: "a", target: "b" }],
  ...more,
});

/** Another tab of the same browser on the same workflow, where everything stands by now. */
async function tabOf(page: Page, slug: string) {
  const other = await streamedPage(await page.context().newPage());
  const editor = editorPage(other);
  await editor.open(slug);
  return { page: other, editor };
}

test("a tab follows another one back to what it has seen before, also by what is done elsewhere", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(graphOf("to-and-fro"));
  const editor = editorPage(page);
  await editor.open("to-and-fro");
  const other = await tabOf(page, "to-and-fro");
  await editor.node("a").click();
  await page.keyboard.press("ControlOrMeta+D");
  await expect(other.editor.node("a2")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Z");
  await expect(editor.nodes).toHaveCount(2);
  await expect(other.editor.nodes).toHaveCount(2);
  await page.keyboard.press("ControlOrMeta+Shift+Z");
  await expect(other.editor.node("a2")).toBeVisible();
  await editor.saved();

  await rest.discard("to-and-fro");
  for (const { seen, head } of [
    { seen: editor, head: page },
    { seen: other.editor, head: other.page },
  ]) {
    await expect(seen.nodes).toHaveCount(2);
    await seen.saved();
    await expect(head.getByTestId("publish")).toBeDisabled();
  }
});

test("what two people add by one name is kept of both, and taking back what is one's own leaves the other's", async ({
  signedIn: page,
  rest,
}) => {
  const graph = graphOf("both-add");
  await rest.saveDraft(graph);
  const editor = editorPage(page);
  await editor.open("both-add");
  const theirs = { ...graph.nodes, transform: { kind: "transform", output: "theirs" } };
  await page.route(
    (url) => url.pathname.includes("workflows.saveDraft"),
    async (route) => {
      await rest.saveDraft(graphOf("both-add", { nodes: theirs }));
      await route.continue();
    },
    { times: 1 },
  );
  const stored = async () => Object.keys((await rest.draft("both-add")).graph.nodes).sort();
  await editor.node("a").press("Tab");
  await page.keyboard.type("transform");
  await page.keyboard.press("Enter");
  const conflict = page.getByTestId("conflict");
  await expect(conflict.getByRole("list", { name: "Added by both" })).toContainText(
    "yours is called transform2",
  );
  await expect(conflict.getByRole("radio")).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Merge both" }).click();
  await expect(editor.node("transform")).toContainText("theirs");
  await expect(editor.node("transform2")).toBeVisible();
  await expect.poll(stored).toEqual(["a", "b", "transform", "transform2"]);

  await editor.node("b").focus();
  await page.keyboard.press("ControlOrMeta+Z");
  await expect(editor.node("transform2")).toHaveCount(0);
  await expect(editor.node("transform")).toContainText("theirs");
  await expect.poll(stored).toEqual(["a", "b", "transform"]);

  // The next is no longer one's own: that is said, with the way back.
  await page.keyboard.press("ControlOrMeta+Z");
  await expect(editor.node("transform")).toHaveCount(0);
  await expect(page.getByText("Taken back: Changes of")).toBeVisible();
  await page.getByRole("button", { name: "Redo" }).last().click();
  await expect(editor.node("transform")).toContainText("theirs");
  await expect.poll(stored).toEqual(["a", "b", "transform"]);
});

test("a breakpoint follows a node that somebody else renames while a dry run stands in its place", async ({
  signedIn: page,
  rest,
}) => {
  const graph = graphOf("renamed-meanwhile");
  await rest.saveDraft(graph);
  const editor = editorPage(page);
  await editor.open("renamed-meanwhile");
  await editor.node("a").focus();
  await editor.node("a").press("b");
  await expect(editor.node("a").getByTestId("breakpoint-mark")).toBeVisible();
  await page.getByTestId("dry-run").click();
  await expect(page.getByTestId("dry-form")).toBeVisible();
  const { a, b } = graph.nodes;
  const renamed = {
    name: "Renamed by Ada",
    nodes: { first: a, b: { ...b, output: "= nodes.first.output" } },
    edges: [{ source: "first", target: "b" }],
  };
  await rest.saveDraft(graphOf("renamed-meanwhile", renamed));
  await expect(page.getByRole("heading", { name: "Edit Renamed by Ada" })).toBeAttached();
  await page.getByRole("button", { name: "Close dry run" }).click();
  await expect(editor.node("first").getByTestId("breakpoint-mark")).toBeVisible();
});

test("a dry run stops before a node that is renamed meanwhile, by the name that it had there", async ({
  signedIn: page,
  rest,
}) => {
  const graph = graphOf("renamed-below");
  await rest.saveDraft(graph);
  const editor = editorPage(page);
  await editor.open("renamed-below");
  await editor.node("b").focus();
  await editor.node("b").press("b");
  await page.getByTestId("dry-run").click();
  await page.getByTestId("begin-dry-run").click();
  const state = page.getByTestId("dry-state");
  await expect(state).toHaveText("Before a, depth 0");
  const { a, b } = graph.nodes;
  const renamed = {
    name: "Renamed by Ada",
    nodes: { a, last: b },
    edges: [{ source: "a", target: "last" }],
  };
  await rest.saveDraft(graphOf("renamed-below", renamed));
  await expect(page.getByRole("heading", { name: "Edit Renamed by Ada" })).toBeAttached();
  const card = page.getByTestId("dry-canvas").locator('.react-flow__node[data-id="b"]');
  await expect(card.getByTestId("breakpoint-mark")).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(state).toHaveText("Before b, depth 0, at its breakpoint");
  await card.press("b");
  await expect(card.getByTestId("breakpoint-mark")).toHaveCount(0);
  await card.press("b");
  await expect(card.getByTestId("breakpoint-mark")).toBeVisible();
  await page.getByRole("button", { name: "Restart" }).click();
  await expect(page.getByTestId("dry-canvas").locator('.react-flow__node[data-id="last"]')).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(state).toHaveText("Before last, depth 0, at its breakpoint");
});
