import type { Page } from "@playwright/test";
import { expect, streamedPage, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const graphOf = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "end", output: "= nodes.a.output" } },
  edges: [{ source: "a", target: "b" }],
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
