import type { Page } from "@playwright/test";
import { stringify } from "yaml";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";
import type { Rest } from "./server/rest.ts";

/** Counts down by starting itself: the smallest recursion there is. */
const countdown = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no" },
    again: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1" } },
    end: { kind: "end", output: "= input.n" },
  },
  edges: [
    { source: "more", target: "again", port: "yes" },
    { source: "more", target: "end", port: "no" },
    { source: "again", target: "end" },
  ],
  ...more,
});

/** Publishes what is on the canvas, starts it, and waits until it has called itself as often as it should. */
async function publishAndRun(page: Page, rest: Rest, slug: string): Promise<void> {
  await page.getByTestId("publish").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "What is new" }).fill("Drawn");
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("is published as revision 1")).toBeVisible();
  await page.getByTestId("start-run").click();
  const form = page.getByTestId("start-form");
  await form.getByRole("textbox").first().fill('{"n": 2}');
  await page.getByTestId("submit-run").click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect((await rest.waitForEnd(id, 30_000)).status).toBe("succeeded");
  expect(await rest.tree(id)).toHaveLength(3);
  expect(slug).toBeTruthy();
}

test("a recursive workflow is drawn with the mouse from an empty canvas, published and run", async ({
  signedIn,
  rest,
}) => {
  const editor = editorPage(signedIn);
  await editor.create("Drawn by mouse");
  await expect(signedIn).toHaveURL(/\/workflows\/drawn-by-mouse\/edit/);
  await expect(editor.canvas).toContainText("Nothing is here yet");
  const overview = editor.canvas.locator(".react-flow__minimap");
  await expect(overview, "there is nothing to look over").toHaveCount(0);
  await signedIn
    .getByRole("complementary", { name: "Kinds of node" })
    .getByRole("button", { name: "Decision" })
    .dragTo(editor.canvas, { targetPosition: { x: 180, y: 260 } });
  await expect(editor.node("decision")).toBeVisible();
  await expect(overview).toHaveCount(1);

  // From a port onto empty canvas: the palette asks what stands there.
  const yes = await editor.middle(editor.exit("decision", "yes"));
  await editor.drag(yes, { x: yes.x + 60, y: yes.y - 120 });
  await editor.palette.getByText("Subworkflow", { exact: true }).click();
  await expect(editor.node("subworkflow")).toContainText("calls itself");
  const input = signedIn.getByTestId("node-form").getByRole("textbox", { name: "Input", exact: true });
  await input.fill('{"n": "= input.n - 1"}');
  await editor.node("decision").click();
  const cases = signedIn.getByTestId("node-form").getByRole("textbox", { name: /^When/ });
  await cases.fill("input.n > 0");
  const no = await editor.middle(editor.exit("decision", "no"));
  await editor.drag(no, { x: no.x + 60, y: no.y + 110 });
  await signedIn.keyboard.type("end");
  await signedIn.keyboard.press("Enter");
  await expect(editor.node("end")).toBeVisible();
  await signedIn
    .getByTestId("node-form")
    .getByRole("textbox", { name: "Output", exact: true })
    .fill("= input.n");
  await editor.drag(
    await editor.middle(editor.exit("subworkflow")),
    await editor.middle(editor.entry("end")),
  );
  await expect(editor.edges).toHaveCount(3);

  // What validation would refuse cannot be drawn.
  await editor.drag(
    await editor.middle(editor.exit("subworkflow")),
    await editor.middle(editor.entry("decision")),
  );
  await expect(signedIn.getByText("Edges must not lead back").first()).toBeVisible();
  await expect(editor.edges).toHaveCount(3);
  await editor.saved();
  await publishAndRun(signedIn, rest, "drawn-by-mouse");
});

test("the same is drawn with the keyboard alone", async ({ signedIn, rest }) => {
  const editor = editorPage(signedIn);
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => signedIn.keyboard.press(key)), Promise.resolve());
  const add = async (kind: string, id: string) => {
    await press("Tab");
    await expect(editor.palette).toBeVisible();
    await signedIn.keyboard.type(kind);
    await press("Enter");
    await expect(editor.node(id)).toBeFocused();
  };
  await signedIn.goto("/workflows");
  await signedIn.getByTestId("new-workflow").press("Enter");
  await expect(signedIn.getByTestId("new-workflow-form")).toBeVisible();
  await signedIn.keyboard.type("Drawn by keys");
  await press("Enter");
  await signedIn.waitForURL(/\/workflows\/drawn-by-keys\/edit/);
  await expect(editor.canvas).toBeFocused();
  await add("decision", "decision");
  await add("subworkflow", "subworkflow");
  await add("end", "end");
  // Another branch from the decision: to the node before, twice.
  await press("ArrowLeft");
  await expect(editor.node("subworkflow")).toBeFocused();
  await press("ArrowLeft");
  await expect(editor.node("decision")).toBeFocused();
  await add("end", "end2");
  await expect(editor.edges).toHaveCount(3);

  // F2 leads into the form; what is typed there is on the canvas.
  await press("F2");
  await expect(signedIn.getByRole("textbox", { name: "Id" })).toBeFocused();
  await press("ControlOrMeta+A");
  await signedIn.keyboard.type("done");
  await press("Enter");
  await expect(editor.node("done")).toBeVisible();
  const output = signedIn.getByTestId("node-form").getByRole("textbox", { name: "Output", exact: true });
  await output.focus();
  await signedIn.keyboard.type("= input.n");
  await editor.node("decision").focus();
  await press("ArrowLeft", "Shift+ArrowRight", "Escape");
  await editor.node("decision").press("ArrowRight");
  await press("ArrowLeft");
  await expect(editor.node("decision")).toBeFocused();
  await press("F2");
  const when = signedIn.getByTestId("node-form").getByRole("textbox", { name: /^When/ });
  await when.focus();
  await press("ControlOrMeta+A");
  await signedIn.keyboard.type("input.n > 0");
  await editor.node("decision").focus();
  await press("ArrowRight");
  await signedIn.getByTestId("node-form").getByRole("textbox", { name: "Input", exact: true }).focus();
  await press("ControlOrMeta+A");
  await signedIn.keyboard.type('{"n": "= input.n - 1"}');
  await press("ControlOrMeta+S");
  await editor.saved();
  await publishAndRun(signedIn, rest, "drawn-by-keys");
});

test("undo and redo lead through everything that was done, and the history shows it", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(countdown("taken-back"));
  const editor = editorPage(signedIn);
  await editor.open("taken-back");
  const before = await editor.places();
  const from = await editor.middle(editor.node("again"));
  await editor.drag(from, { x: from.x + 40, y: from.y + 150 });
  expect(await editor.places()).not.toEqual(before);
  await editor.node("end").click();
  await signedIn.keyboard.press("Delete");
  await expect(editor.edges).toHaveCount(1);
  await editor.tab("History");
  const history = signedIn.getByTestId("history");
  await expect(history.getByRole("button", { name: /Remove end/ })).toBeVisible();
  await editor.canvas.press("ControlOrMeta+F");
  await signedIn.getByTestId("find-node").getByRole("combobox").fill("agai");
  await signedIn.keyboard.press("Enter");
  await expect(editor.node("again")).toBeFocused();
  await editor.canvas.press("ControlOrMeta+Z");
  await expect(editor.edges).toHaveCount(3);
  await editor.canvas.press("ControlOrMeta+Z");
  expect(await editor.places()).toEqual(before);
  await editor.canvas.press("ControlOrMeta+Shift+Z");
  await editor.canvas.press("ControlOrMeta+Shift+Z");
  await expect(editor.edges).toHaveCount(1);
  await history.getByRole("button", { name: "As it was opened" }).click();
  await expect(editor.edges).toHaveCount(3);
  expect(await editor.places()).toEqual(before);
});

test("opening a workflow moves and saves nothing, and an edit leaves every node where it was seen", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(countdown("still"));
  const editor = editorPage(signedIn);
  await editor.open("still");
  const before = await editor.places();
  await signedIn.reload();
  await expect(editor.nodes).toHaveCount(3);
  expect(await editor.places()).toEqual(before);
  await signedIn.waitForTimeout(1_500);
  await expect(signedIn.getByTestId("publish")).toBeDisabled();
  await editor.node("again").focus();
  await editor.node("again").press("ControlOrMeta+D");
  await expect(editor.nodes).toHaveCount(4);
  await editor.saved();
  await signedIn.reload();
  await expect(editor.nodes).toHaveCount(4);
  expect(await editor.places()).toMatchObject(before);
});

test("a workflow begins as a copy of another one", async ({ signedIn, rest }) => {
  await rest.publish(countdown("template"));
  const editor = editorPage(signedIn);
  await signedIn.goto("/workflows");
  await signedIn.getByTestId("new-workflow").click();
  const form = signedIn.getByTestId("new-workflow-form");
  await form.getByRole("textbox", { name: "Name" }).fill("Second of it");
  await form.getByRole("combobox", { name: "Begins as" }).click();
  await signedIn.getByRole("option", { name: "A copy of Name of template" }).click();
  await signedIn.getByRole("button", { name: "Open the canvas" }).click();
  await expect(signedIn).toHaveURL(/\/workflows\/second-of-it\/edit/);
  await expect(editor.nodes).toHaveCount(3);
});

test("a workflow begins as a pattern, which is drawn before it is chosen", async ({ signedIn }) => {
  const editor = editorPage(signedIn);
  await signedIn.goto("/workflows");
  await signedIn.getByTestId("new-workflow").click();
  const form = signedIn.getByTestId("new-workflow-form");
  await form.getByRole("textbox", { name: "Name" }).fill("Saga of it");
  await form.getByRole("combobox", { name: "Begins as" }).click();
  await signedIn.getByRole("option", { name: "Saga", exact: true }).click();
  await expect(form.getByRole("img", { name: "Drawing of Saga" })).toBeVisible();
  await expectAccessible(signedIn);
  await signedIn.getByRole("button", { name: "Open the canvas" }).click();
  await signedIn.waitForURL(/\/workflows\/saga-of-it\/edit/);
  await expect(editor.nodes).toHaveCount(6);
});

test("what is copied is text that can be pasted, and the code is the same graph both ways", async ({
  signedIn,
  rest,
  browserName,
}) => {
  expect(browserName).toBe("chromium");
  await signedIn.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await rest.publish(countdown("coded"));
  const editor = editorPage(signedIn);
  await editor.open("coded");
  await editor.node("again").click();
  await signedIn.keyboard.press("ControlOrMeta+C");
  const text = await signedIn.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({ nodes: { again: { kind: "subworkflow" } }, edges: [] });
  await signedIn.keyboard.press("ControlOrMeta+V");
  await expect(editor.node("again2")).toBeVisible();

  await editor.tab("Code");
  const code = signedIn.getByTestId("code").getByRole("textbox", { name: "Workflow as JSON" });
  await expect(code).toBeVisible();
  const typed = JSON.stringify(countdown("coded", { description: "Typed" }), null, 2);
  await code.click();
  await code.fill(typed);
  await expect(editor.node("again2")).toHaveCount(0);
  await editor.tab("Inspector");
  await editor.canvas.press("Escape");
  await expect(signedIn.getByRole("textbox", { name: "Description" })).toHaveValue("Typed");
  await editor.saved();
  await editor.tab("Code");
  await code.fill('{"schemaVersion": 1');
  await expect(signedIn.getByTestId("code")).toContainText("the last text that could be read");
  await expect(editor.nodes).toHaveCount(3);
  // It is not lost: elsewhere and back, by what others save, by publishing, nor by the other format.
  const loose = signedIn.getByRole("tab", { name: "Code not on the canvas" });
  await editor.tab("Inspector");
  await rest.saveDraft(countdown("coded", { description: "From elsewhere" }));
  await editor.tab("History");
  await expect(signedIn.getByTestId("history")).toContainText("Changes of");
  await signedIn.getByTestId("publish").click();
  await signedIn.getByRole("button", { name: "To the code" }).click();
  await expect(loose).toBeVisible();
  await expect(code).toHaveText('{"schemaVersion": 1');
  await expect(signedIn.getByTestId("code")).toContainText("has changed since this text was begun");
  await code.fill(typed);
  await signedIn.getByRole("button", { name: "Put its changes on the canvas" }).click();
  await expect(loose).toHaveCount(0);
  await expect(code).toContainText('"description": "From elsewhere"');
  await editor.saved();
  await code.fill(typed.replace('"slug": "coded"', '"slug": "other"'));
  await expect(signedIn.getByTestId("code")).toContainText("keeps the slug");
  await expect(signedIn.getByTestId("code").locator(".cm-lintRange-error")).toHaveText('"other"');

  // The same as YAML, which is typed as it is read: what fits is offered, and a value taken from the list.
  await signedIn.getByTestId("code").getByRole("button", { name: "YAML" }).click();
  await signedIn.getByRole("button", { name: "Write it anew" }).click();
  const yaml = signedIn.getByTestId("code").getByRole("textbox", { name: "Workflow as YAML" });
  await expect(yaml).toContainText("kind: subworkflow");
  const base = stringify(countdown("coded"));
  await yaml.fill(`${base}description: In YAML # said in passing\nlimits:\n  `);
  await yaml.press("ControlOrMeta+End");
  await signedIn.keyboard.type("maxDe");
  await signedIn.getByRole("option", { name: /maxDepth/ }).click();
  await signedIn.keyboard.type("4");
  await expect(signedIn.getByTestId("code")).toContainText("Comments are not kept");
  await signedIn.getByTestId("code").getByRole("button", { name: "JSON" }).click();
  await expect(code).toContainText('"maxDepth": 4');
  await expect(code).toContainText('"description": "In YAML"');
});

test("problems are shown as they are made, lead to their node, and are mended where there is one way", async ({
  signedIn,
  rest,
}) => {
  await rest.saveDraft(countdown("wrong", { edges: [{ source: "more", target: "again" }] }));
  const editor = editorPage(signedIn);
  await editor.open("wrong");
  await editor.tab("Problems");
  const problems = signedIn.getByTestId("problems");
  await expect(problems).toContainText("error G012");
  await problems.getByRole("button", { name: "Leave by “yes”" }).click();
  await expect(problems).not.toContainText("G012");
  await editor.node("end").click();
  await editor.tab("Inspector");
  const output = signedIn.getByTestId("node-form").getByRole("textbox", { name: "Output", exact: true });
  await output.fill("= nodes.agian.output");
  // The engine's own words, from the worker, before anything is saved.
  await expect(signedIn.getByTestId("node-form")).toContainText('did you mean "again"');
  await expect(editor.node("end").getByTestId("node-problem")).toBeVisible();
  await editor.tab("Problems");
  await problems.getByRole("button", { name: /V001/ }).click();
  await expect(editor.node("end")).toHaveClass(/selected/);
});

test("a draft that somebody else has saved is taken as it comes, or is asked about before anything is lost", async ({
  signedIn,
  rest,
}) => {
  await rest.saveDraft(countdown("shared"));
  const editor = editorPage(signedIn);
  await editor.open("shared");
  await rest.saveDraft(countdown("shared", { description: "From elsewhere" }));
  // Nothing is unsaved here: it becomes one entry of the history.
  await editor.tab("History");
  await expect(signedIn.getByTestId("history")).toContainText("Changes of");

  const other = { ...countdown("shared").nodes, more: { ...countdown("shared").nodes.more, name: "Theirs" } };
  await signedIn.route(
    (url) => url.pathname.includes("workflows.saveDraft"),
    async (route) => {
      await rest.saveDraft(countdown("shared", { nodes: other }));
      await route.continue();
    },
    { times: 1 },
  );
  await editor.node("again").click();
  await editor.tab("Inspector");
  await signedIn.getByTestId("node-form").getByRole("textbox", { name: "Name" }).fill("Mine");
  const conflict = signedIn.getByTestId("conflict");
  await expect(conflict).toContainText("You have changed different parts");
  await expectAccessible(signedIn);
  await signedIn.getByRole("button", { name: "Merge both" }).click();
  await expect(conflict).toHaveCount(0);
  await expect(editor.node("again")).toContainText("Mine");
  await expect(editor.node("more")).toContainText("Theirs");
  await editor.saved();
});

test("without a network the editor says what becomes of edits, and saves them once it is back", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(countdown("offline"));
  const editor = editorPage(page);
  await editor.open("offline");
  // What checks the graph is a worker, which is fetched after the page.
  await editor.tab("Problems");
  await expect(page.getByTestId("problems").getByRole("table")).toBeVisible();
  await editor.tab("Inspector");
  await page.context().setOffline(true);
  const banner = page.getByTestId("outage");
  await expect(banner).toContainText("What you edit is kept on this page, and saved by itself as soon as");
  await expect(page.locator("main")).not.toHaveAttribute("data-stale");
  await editor.node("more").click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Written offline");
  await expect(page.getByTestId("save-state")).toHaveText("Not saved");
  await expectAccessible(page);
  await page.context().setOffline(false);
  await editor.saved();
  expect((await rest.draft("offline")).graph.nodes["more"]).toMatchObject({ name: "Written offline" });
  await expect(banner).toHaveCount(0);
});

test("a narrow page shows the graph to read, and nothing that edits it", async ({ signedIn, rest }) => {
  await rest.publish(countdown("narrow"));
  await signedIn.setViewportSize({ width: 390, height: 844 });
  const editor = editorPage(signedIn);
  await editor.open("narrow");
  await expect(signedIn.getByTestId("publish")).toHaveCount(0);
  await editor.node("again").click();
  await editor.node("again").press("Delete");
  await expect(editor.nodes).toHaveCount(3);
  expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(signedIn);
});

test("the editor has no accessibility violation that axe can find", async ({ signedIn, rest }) => {
  await rest.publish(countdown("seen"));
  const editor = editorPage(signedIn);
  await editor.open("seen");
  await expectAccessible(signedIn);
  await editor.node("again").click();
  await expectAccessible(signedIn);
  await editor.node("more").press("Tab");
  await expect(editor.palette).toBeVisible();
  await expectAccessible(signedIn);
  await signedIn.keyboard.press("Escape");
  for (const tab of ["Problems", "History", "Code"]) {
    await editor.tab(tab);
    await expectAccessible(signedIn);
  }
});

test("a workflow of another tool is imported once it was seen what becomes of it, and leaves as a file", async ({
  signedIn,
}) => {
  const editor = editorPage(signedIn);
  await signedIn.goto("/workflows");
  await signedIn.getByTestId("import-workflow").click();
  const form = signedIn.getByTestId("import-form");
  const text = form.getByRole("textbox", { name: "Or its text" });
  await text.fill('{"nodes": [{"id": "a"}], "edges": [{"source": "a"}]}');
  await expect(form.getByRole("alert")).toContainText("/edges/0/target");
  await form.getByLabel("File", { exact: true }).setInputFiles({
    name: "ship.mmd",
    mimeType: "text/plain",
    buffer: Buffer.from(
      '---\ntitle: Ship it\n---\nflowchart LR\n  a[Build] --> b{"Green?"}\n  b -->|yes| c([Done])',
    ),
  });
  await expect(form.getByTestId("import-report")).toContainText("Mermaid: 3 nodes and 2 edges");
  await expect(form.getByTestId("import-report")).toContainText(
    "A decision with a port for each of its edges",
  );
  await expectAccessible(signedIn);
  await form.getByRole("textbox", { name: "Slug" }).fill("ship-imported");
  await form.getByRole("button", { name: "Make a draft of it" }).click();
  await signedIn.waitForURL(/\/workflows\/ship-imported\/edit/);
  await expect(editor.nodes).toHaveCount(3);
  for (const [item, name] of [
    ["YAML", "ship-imported.yaml"],
    ["Picture (PNG)", "ship-imported.png"],
  ] as const) {
    await signedIn.getByTestId("export-workflow").click();
    const saved = signedIn.waitForEvent("download");
    await signedIn.getByRole("menuitem", { name: item }).click();
    expect((await saved).suggestedFilename()).toBe(name);
  }
});

test("nodes are framed and noted by keys, moved with their frame, and collapsed, and all of it is kept", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(countdown("framed"));
  const editor = editorPage(signedIn);
  await editor.open("framed");
  await editor.node("again").click();
  await editor.node("again").press("Shift+ArrowRight");
  await editor.node("again").press("ControlOrMeta+G");
  const form = signedIn.getByTestId("aside-form");
  const title = form.getByRole("textbox", { name: "Title" });
  await expect(title).toBeFocused();
  await title.fill("What repeats");
  const frame = editor.canvas.getByTestId("frame");
  await expect(frame).toContainText("What repeats");
  // What is moved by its title takes along what it holds, and nothing else.
  const before = await editor.places();
  const from = await editor.middle(frame.getByText("What repeats"));
  await editor.drag(from, { x: from.x + 48, y: from.y + 64 });
  const after = await editor.places();
  expect(after["more"]).toBe(before["more"]);
  expect(after["again"]).not.toBe(before["again"]);
  expect(after["end"]).not.toBe(before["end"]);
  await frame.getByRole("button", { name: "Collapse the frame What repeats" }).click();
  await expect(editor.node("again")).toHaveCount(0);
  await expect(frame).toContainText("2 nodes");
  // Both edges of the decision lead into the frame now, each from its port.
  await expect(editor.edges).toHaveCount(2);
  await editor.node("more").press("n");
  const text = form.getByRole("textbox", { name: "Text" });
  await expect(text).toBeFocused();
  await text.fill("Read from left to right");
  await expect(editor.canvas.getByTestId("note")).toContainText("Read from left to right");
  await expectAccessible(signedIn);
  await editor.saved();
  await signedIn.reload();
  await expect(frame).toContainText("What repeats");
  await expect(editor.node("again")).toHaveCount(0);
  await expect(editor.canvas.getByTestId("note")).toContainText("Read from left to right");
});

test("all of a workflow that is shipped is in view when it is first opened", async ({ signedIn: page }) => {
  const editor = editorPage(page);
  await editor.open("deep-research");
  for (const id of ["search", "reported", "answered"])
    await expect(editor.node(id)).toBeInViewport({ ratio: 1 });
  // From so far only the names are read, and none is cut above or below.
  const name = editor.node("search").getByText("Search the library");
  const lines = await name.evaluate((element) => {
    const { fontSize, lineHeight } = getComputedStyle(element);
    return Number.parseFloat(lineHeight) / Number.parseFloat(fontSize);
  });
  expect(lines).toBeGreaterThan(1.1);
});
