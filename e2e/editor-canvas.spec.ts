import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";
import { otherPerson } from "./pages/other-person.ts";

// Room for all of it at its own size.
test.use({ viewport: { width: 1720, height: 1000 } });

const transform = (x: number, y: number, output: unknown = 1) => ({
  kind: "transform",
  output,
  position: { x, y },
});

const lined = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Canvas of ${slug}`,
  nodes: {
    first: transform(0, 0),
    second: transform(320, 0),
    third: transform(320, 160),
    last: { kind: "end", output: "= nodes.second.output", position: { x: 640, y: 0 } },
  },
  edges: [
    { source: "first", target: "second" },
    { source: "first", target: "third" },
    { source: "second", target: "last" },
  ],
  ...more,
});

const opacityOf = (node: Locator) => node.locator("> div").evaluate((card) => getComputedStyle(card).opacity);

test("kinds are found beside the canvas, dropped on an edge, and put before a node from its entry", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(lined("dropped"));
  const editor = editorPage(page);
  await editor.open("dropped");
  const kinds = page.getByRole("complementary", { name: "Kinds of node" });
  const search = kinds.getByRole("searchbox", { name: "Find a kind of node" });
  await search.fill("llm");
  await expect(kinds.getByRole("button")).toHaveText(["Agent"]);
  await search.press("Enter");
  await expect(editor.node("agent")).toBeVisible();
  await expect(search).toHaveValue("");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(editor.node("agent")).toHaveCount(0);
  await search.fill("nothing of it");
  await expect(kinds).toContainText("No kind of node fits");
  await expectAccessible(page);
  await search.press("Escape");

  // On the middle of an edge: it stands between its ends.
  const [from, to] = [await editor.middle(editor.exit("first")), await editor.middle(editor.entry("second"))];
  const frame = await editor.canvas.boundingBox();
  await kinds.getByRole("button", { name: "Wait" }).dragTo(editor.canvas, {
    targetPosition: { x: (from.x + to.x) / 2 - (frame?.x ?? 0), y: from.y - (frame?.y ?? 0) },
  });
  const edges = async () => (await rest.draft("dropped")).graph.edges;
  await expect.poll(edges).toEqual(
    expect.arrayContaining([
      { source: "first", target: "wait" },
      { source: "wait", target: "second" },
    ]),
  );
  await expect(editor.edges).toHaveCount(4);

  // From an entry onto empty canvas: what stands before, which no end can.
  const entry = await editor.middle(editor.entry("first"));
  await editor.drag(entry, { x: entry.x - 30, y: entry.y + 150 });
  await expect(editor.palette).toContainText("HTTP request");
  await expect(editor.palette.getByText("Fail", { exact: true })).toHaveCount(0);
  await page.keyboard.type("decision");
  await page.keyboard.press("Enter");
  await expect.poll(edges).toContainEqual({ source: "decision", target: "first", port: "yes" });
});

test("what cannot be connected is dimmed while an edge is drawn, and a node is inserted by the button on one", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(lined("dimmed"));
  const editor = editorPage(page);
  await editor.open("dimmed");
  const exit = await editor.middle(editor.exit("second"));
  await page.mouse.move(exit.x, exit.y);
  await page.mouse.down();
  await page.mouse.move(exit.x + 60, exit.y + 60, { steps: 4 });
  await expect.poll(() => opacityOf(editor.node("first"))).toBe("0.35");
  await expect.poll(() => opacityOf(editor.node("last"))).toBe("0.35");
  expect(await opacityOf(editor.node("third"))).toBe("1");
  await page.mouse.up();
  await expect(editor.palette).toBeVisible();
  await page.keyboard.press("Escape");
  // What lies above the canvas until it is gone would take what the mouse does.
  await expect(editor.palette).toHaveCount(0);
  await expect.poll(() => opacityOf(editor.node("first"))).toBe("1");

  const [from, to] = [await editor.middle(editor.exit("second")), await editor.middle(editor.entry("last"))];
  await page.mouse.move((from.x + to.x) / 2, from.y + 4);
  await page.getByRole("button", { name: "Insert a node between second and last" }).click();
  await page.keyboard.type("transform");
  await page.keyboard.press("Enter");
  const edges = async () => (await rest.draft("dimmed")).graph.edges;
  await expect.poll(edges).toContainEqual({ source: "transform", target: "last" });
});

test("several nodes are chosen with a box, moved as one edit, and tidied on the way that is seen", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(lined("boxed"));
  const editor = editorPage(page);
  await editor.open("boxed");
  const corner = await editor.middle(editor.node("second"));
  const other = await editor.middle(editor.node("third"));
  await page.keyboard.down("Shift");
  await expect(editor.canvas.locator(".react-flow__pane.selection")).toBeVisible();
  await editor.drag({ x: corner.x - 120, y: corner.y - 60 }, { x: other.x + 120, y: other.y + 50 });
  await page.keyboard.up("Shift");
  await expect(editor.canvas.locator(".react-flow__node.selected")).toHaveCount(2);
  await expect(page.getByRole("complementary", { name: "Details" })).toContainText("2 nodes");
  const before = await editor.places();
  // Held Alt lets them stand beside the grid.
  await page.keyboard.down("Alt");
  await editor.drag(corner, { x: corner.x + 37, y: corner.y + 61 });
  await page.keyboard.up("Alt");
  const moved = await editor.places();
  expect(moved["first"]).toBe(before["first"]);
  expect(moved["second"]).not.toBe(before["second"]);
  expect(moved["third"]).not.toBe(before["third"]);
  const positions = async () => (await rest.draft("boxed")).graph.nodes;
  await expect.poll(async () => ((await positions())["second"]?.position?.x ?? 0) % 16).not.toBe(0);
  await editor.tab("History");
  const history = page.getByTestId("history");
  await expect(history.getByRole("listitem")).toHaveCount(2);

  // A node that is led near the line of another one stands in it, and the line is drawn.
  await page.keyboard.press("Escape");
  const last = await editor.middle(editor.node("last"));
  const first = await editor.middle(editor.node("first"));
  await page.mouse.move(last.x, last.y);
  await page.mouse.down();
  // It is held from where the pointer has moved by a little.
  await page.mouse.move(last.x, last.y + 2);
  await page.mouse.move(last.x, last.y + 40, { steps: 4 });
  await page.mouse.move(last.x, first.y + 5, { steps: 4 });
  await expect(editor.canvas.getByTestId("guide").first()).toBeVisible();
  await page.mouse.up();
  await expect(editor.canvas.getByTestId("guide")).toHaveCount(0);

  const untidy = await editor.places();
  const seen = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const node = document.querySelector<HTMLElement>('.react-flow__node[data-id="second"]');
        const places = new Set<string>();
        const watch = () => {
          places.add(node?.style.transform ?? "");
          if (places.size > 3) resolve(places.size);
          else requestAnimationFrame(watch);
        };
        watch();
      }),
  );
  await page.getByRole("button", { name: "Tidy up" }).click();
  expect(await seen).toBeGreaterThan(3);
  await expect(history.getByRole("button", { name: /Tidy up 4 nodes/ })).toBeVisible();
  await expect.poll(() => editor.places()).not.toEqual(untidy);
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await expect.poll(() => editor.places()).toEqual(untidy);
});

test("the overview is coloured by kind, and whether it is shown is remembered", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(lined("overview-of-it"));
  const editor = editorPage(page);
  await editor.open("overview-of-it");
  const overview = editor.canvas.locator(".react-flow__minimap");
  const colours = () =>
    overview
      .locator(".react-flow__minimap-node")
      .evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).fill))]);
  await expect.poll(async () => (await colours()).length).toBe(2);
  await page.getByRole("button", { name: "Overview", exact: true }).click();
  await expect(overview).toHaveCount(0);
  await page.reload();
  await expect(editor.nodes).toHaveCount(4);
  await expect(page.getByRole("button", { name: "Overview", exact: true })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await expect(overview).toHaveCount(0);
  await page.getByRole("button", { name: "Overview", exact: true }).click();
  await expect(overview).toBeVisible();
});

test("everybody comes back to where they stood on the canvas, also in one browser", async ({
  signedIn: page,
  rest,
  browser,
  server,
}) => {
  await rest.saveDraft(lined("stood"));
  const editor = editorPage(page);
  await editor.open("stood");
  const view = editor.canvas.locator(".react-flow__viewport");
  const at = () => view.evaluate((element: HTMLElement) => element.style.transform);
  const fitted = await at();
  await editor.canvas.focus();
  await page.mouse.move(400, 500);
  await page.mouse.wheel(0, -240);
  await expect.poll(at).not.toBe(fitted);
  await page.waitForTimeout(300);
  const left = await at();
  await page.reload();
  await expect(editor.nodes).toHaveCount(4);
  await expect.poll(at).toBe(left);

  // What this browser has kept is of that person alone.
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  const other = await otherPerson(browser, server, { name: "Vera", role: "editor" });
  await other.addInitScript((all) => Object.assign(localStorage, JSON.parse(all)), kept);
  await other.goto("/workflows/stood/edit");
  const theirs = editorPage(other);
  await expect(theirs.nodes).toHaveCount(4);
  expect(
    await theirs.canvas
      .locator(".react-flow__viewport")
      .evaluate((element: HTMLElement) => element.style.transform),
  ).not.toBe(left);
  await other.context().close();
});

test("a call says what it runs, how it comes back, and what stands before it; what it lacks is created from there", async ({
  signedIn: page,
  rest,
}) => {
  const call = (workflow: string, x: number, y: number) => ({
    kind: "subworkflow",
    workflow,
    input: "= input",
    position: { x, y },
  });
  const flow = (slug: string, nodes: object, edges: readonly object[] = []) => ({
    ...lined(slug),
    nodes,
    edges,
  });
  await rest.publish(flow("badge-leaf", { first: transform(0, 0) }));
  await rest.publish(flow("badge-root", { first: transform(0, 0) }));
  await rest.publish(
    flow("badge-partner", { ask: transform(0, 0), back: call("badge-root", 320, 0) }, [
      { source: "ask", target: "back", when: "input.deep" },
    ]),
  );
  await rest.saveDraft(
    flow(
      "badge-root",
      {
        first: transform(0, 0),
        again: call("self", 320, -120),
        other: call("badge-partner", 320, 0),
        leaf: call("badge-leaf", 320, 120),
        gone: call("badge-gone", 320, 240),
      },
      [
        { source: "first", target: "again", when: "input.n > 0" },
        { source: "first", target: "other", when: "input.deep" },
        { source: "first", target: "leaf" },
        { source: "first", target: "gone" },
      ],
    ),
  );
  const editor = editorPage(page);
  await editor.open("badge-root");
  await expect(editor.node("other")).toContainText("@1, the latest · badge-partner");
  await expect(editor.node("other").getByTestId("call-mark")).toContainText(
    "comes back through others, only input.deep",
  );
  await expect(editor.node("again").getByTestId("call-mark")).toContainText("calls itself, only input.n > 0");
  await expect(editor.node("leaf")).toContainText("@1, the latest · badge-leaf");
  await expect(editor.node("leaf").getByTestId("call-mark")).toHaveCount(0);
  await expect(editor.node("gone")).toContainText("not published · badge-gone");
  await editor.node("first").click();
  await editor.tab("Inspector");
  await page.getByTestId("node-form").getByRole("textbox", { name: "Name" }).fill("Begin");
  await editor.saved();
  await editor.node("gone").click();
  await editor.node("gone").press("Enter");
  await expect(page.getByText("There is no workflow badge-gone")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Go back" }).click();
  await editor.tab("Problems");
  const problem = page.getByRole("listitem").filter({ hasText: "W001" });
  await problem.getByRole("button", { name: "Create badge-gone" }).click();
  await page.waitForURL(/\/workflows\/badge-gone\/edit/);
  expect((await rest.draft("badge-gone")).graph.name).toBe("Badge gone");
});

test("a note is read as Markdown", async ({ signedIn: page, rest }) => {
  const text = "## Why\n- first **look**\n- then [runs](/runs)\n\n<b>no HTML</b>";
  const notes = { why: { text, x: 0, y: 240, width: 240, height: 160 } };
  await rest.saveDraft(lined("noted", { layout: { notes } }));
  const editor = editorPage(page);
  await editor.open("noted");
  const note = editor.canvas.getByTestId("note");
  await expect(note.getByRole("listitem")).toHaveText(["first look", "then runs"]);
  await expect(note.locator("strong")).toHaveText("look");
  await expect(note).toContainText("<b>no HTML</b>");
  await expect(note).not.toContainText("##");
  await expect(note.getByRole("link", { name: "runs" })).toHaveAttribute("href", "/runs");
  await expectAccessible(page);
});

test("of many nodes those in view are drawn, and from afar they are boxes", async ({
  signedIn: page,
  rest,
}) => {
  const ids = Array.from({ length: 240 }, (_, at) => at);
  const nodes = Object.fromEntries(
    ids.map((at) => [`n${at}`, transform((at % 20) * 280, Math.floor(at / 20) * 120)]),
  );
  await rest.saveDraft(lined("crowded", { nodes, edges: [] }));
  const editor = editorPage(page);
  await editor.open("crowded");
  await expect(editor.node("n0").getByText("n0", { exact: true })).toBeVisible();
  expect(await editor.nodes.count()).toBeLessThan(150);
  await page.locator(".react-flow__controls-fitview").click();
  await expect(editor.nodes).toHaveCount(240);
  await expect(editor.node("n0").getByText("n0", { exact: true })).toHaveCount(0);
});

test("a card shows what its node does, and its ports what goes through them", async ({
  signedIn: page,
  rest,
}) => {
  const typed = (type: string) => ({ type: "object", properties: { n: { type } }, required: ["n"] });
  const at = (x: number, y: number) => ({ position: { x, y } });
  const nodes = {
    more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no", ...at(0, 0) },
    ask: {
      kind: "agent",
      capabilities: ["think"],
      prompt: "x",
      inputSchema: typed("integer"),
      ...at(320, 0),
    },
    send: { kind: "http", url: "https://example.com/x", method: "POST", ...at(640, 0) },
    rest: { kind: "wait", durationMs: 90_000, ...at(640, 120) },
    sure: { kind: "approval", title: "Really?", ...at(320, 160) },
    stop: { kind: "fail", message: "Too deep", ...at(640, 240) },
    sum: { kind: "transform", output: "= input.n + 1", outputSchema: typed("number"), ...at(0, 160) },
  };
  await rest.saveDraft(lined("faces", { nodes, edges: [] }));
  const editor = editorPage(page);
  await editor.open("faces");
  for (const [id, words] of [
    ["more", "input.n > 0"],
    ["ask", "Agent · whoever can think"],
    ["send", "POST example.com/x"],
    ["rest", "Wait · for 1m 30s"],
    ["sure", "Approval · Really?"],
    ["stop", "Fail · Too deep"],
    ["sum", "= input.n + 1"],
  ] as const)
    await expect(editor.node(id)).toContainText(words);
  await expect(editor.entry("ask")).toHaveAttribute("title", "Takes { n: whole number }");
  await expect(editor.exit("sum")).toHaveAttribute("title", "Gives { n: number }");
  await expect(editor.exit("more", "yes")).toHaveAttribute("title", "By yes: gives anything");
  await expectAccessible(page);
});
