import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const graphOf = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    each: { kind: "map", over: "= input.list", body: { kind: "transform", output: "= item" } },
    way: { kind: "decision", cases: [{ port: "yes", when: "input.n > 1" }], default: "no" },
    again: { kind: "subworkflow", workflow: "self", input: "= input" },
    end: { kind: "end", output: "= nodes.each.output" },
  },
  edges: [
    { source: "each", target: "way" },
    { source: "way", port: "yes", target: "again" },
    { source: "way", port: "no", target: "end" },
  ],
});

test("what Add shows of an option is in the draft, and stays when another node is looked at", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("added"));
  const editor = editorPage(page);
  await editor.open("added");
  await editor.node("again").click();
  const section = (title: string) => page.locator("summary", { hasText: title });
  await section("Context").click();
  await page.getByRole("button", { name: "Add Context", exact: true }).click();
  await editor.saved();
  const stored = async () => (await rest.draft("added")).graph.nodes["again"];
  await expect.poll(stored).toMatchObject({ context: "full" });
  await section("Recovery").click();
  await page.getByRole("button", { name: "Add Recovery", exact: true }).click();
  await editor.node("end").click();
  await editor.node("again").click();
  await expect.poll(stored).toMatchObject({ recovery: [{ do: "retry" }] });
});

test("a node is skipped and brought back by one key; of a decision it is asked which way is taken", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("skipped"));
  const editor = editorPage(page);
  await editor.open("skipped");
  const nodes = async () => (await rest.draft("skipped")).graph.nodes;
  await editor.node("each").click();
  await page.keyboard.press("d");
  await expect(page.getByText("each skipped")).toBeVisible();
  await expect.poll(nodes).toMatchObject({ each: { kind: "transform", output: null } });
  await page.keyboard.press("d");
  await expect.poll(nodes).toMatchObject({ each: { kind: "map", over: "= input.list" } });

  await editor.node("way").click();
  await page.keyboard.press("d");
  await page.getByTestId("skip-node").getByRole("option", { name: "no" }).click();
  await expect.poll(nodes).toMatchObject({ way: { kind: "transform" } });
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(nodes).toMatchObject({ way: { kind: "decision" } });
});

test("what is typed after a frame is made is its title, and not added to one", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("framed-anew"));
  const editor = editorPage(page);
  await editor.open("framed-anew");
  await editor.node("each").click();
  await page.keyboard.press("ControlOrMeta+g");
  const title = page.getByRole("textbox", { name: "Title" });
  await expect(title).toBeFocused();
  await page.keyboard.type("Reading");
  await expect(title).toHaveValue("Reading");
});
