import type { Page, Request, Route } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

/** Counts down by starting itself, and says at each level what it was given. */
const countdown = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    say: { kind: "transform", output: { said: "= input.n" } },
    more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no" },
    again: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1" } },
    end: { kind: "end", output: "= nodes.say.output.said" },
  },
  edges: [
    { source: "say", target: "more" },
    { source: "more", target: "again", port: "yes" },
    { source: "more", target: "end", port: "no" },
    { source: "again", target: "end" },
  ],
});

const tryIt = (page: Page) => page.getByTestId("try-it");

async function choose(page: Page, node: string): Promise<void> {
  await editorPage(page).node(node).click();
  await tryIt(page).locator("summary").click();
}

/** What an editor reads again as the workspace has news, such as that its workflow was published; and its icon. */
const NEWS = /^GET (notifications\.unread|workflows\.(get|pins|lastRun)|\/icon\.svg)$/;

/** Each thing that a request asks for, of which one may be a batch. */
function asksOf(request: Request): readonly string[] {
  const names = new URL(request.url()).pathname.replace("/api/trpc/", "").split(",");
  return names.map((name) => `${request.method()} ${name}`);
}

test("a draft runs dry in the browser: it stops in a run below, and nothing is asked of the server", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(countdown("dry"));
  const editor = editorPage(page);
  await editor.open("dry");
  await choose(page, "more");
  await tryIt(page).getByRole("checkbox", { name: "Stop before it in a dry run" }).check();
  await tryIt(page).getByRole("textbox", { name: "Only where" }).fill("depth == 2");
  await expect(editor.node("more").getByTestId("breakpoint-mark")).toBeVisible();

  await page.getByTestId("dry-run").click();
  const form = page.getByTestId("dry-form");
  await form.getByRole("textbox").first().fill('{"n": 3}');
  await page.getByTestId("begin-dry-run").click();
  const state = page.getByTestId("dry-state");
  await expect(state).toContainText("Before say, depth 0");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(...asksOf(request).filter((each) => !NEWS.test(each))));
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  await toolbar.getByRole("combobox", { name: "Speed" }).click();
  await page.getByRole("option", { name: "As fast as it goes" }).click();
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(state).toHaveText("Before more, depth 2, at its breakpoint");
  await expect(page.getByTestId("dry-path")).toHaveText("root/again/again");
  // The root has gone along two edges, of which one leads to what goes on, and has left a third.
  await page.getByRole("treegrid").getByRole("row").filter({ hasText: "dry" }).first().click();
  await expect(page.getByTestId("dry-path")).toHaveText("root");
  const ways = page.getByTestId("dry-canvas").locator("[data-way]");
  await expect(ways).toHaveCount(3);
  for (const way of ["taken", "going", "left"])
    await expect(page.getByTestId("dry-canvas").locator(`[data-way="${way}"]`)).toHaveCount(1);
  await toolbar.getByRole("button", { name: "Next" }).click();
  await expect(state).toContainText("Before again, depth 2");
  await toolbar.getByRole("button", { name: "Step over" }).click();
  await expect(state).toContainText("Before end, depth 2");
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(state).toHaveText("Ended");
  await page.getByRole("tab", { name: "Ledger" }).click();
  await expect(page.getByTestId("dry-ledger")).toContainText("4");
  expect(asked).toEqual([]);
  await expectAccessible(page);
  await toolbar.getByRole("button", { name: "Close dry run" }).click();
  await expect(editor.node("more")).toBeVisible();
});

test("a part of a draft runs for real over the canvas, and what is pinned to it is never published", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(countdown("partly"));
  const editor = editorPage(page);
  await editor.open("partly");
  await choose(page, "say");
  await tryIt(page).getByRole("button", { name: "Write an output" }).click();
  await tryIt(page).getByRole("textbox", { name: "Output" }).fill('{"said": "pinned words"}');
  await tryIt(page).getByRole("button", { name: "Pin", exact: true }).click();
  await expect(page.getByTestId("pin-banner")).toContainText("1 pinned node");
  await expect(editor.node("say").getByTestId("pin-mark")).toBeVisible();

  await choose(page, "more");
  await tryIt(page).getByRole("button", { name: "Run to here" }).click();
  const form = page.getByTestId("run-draft-form");
  await form.getByRole("textbox").first().fill('{"n": 2}');
  await expect(form.getByTestId("part-plan")).toContainText("say");
  await page.getByTestId("submit-draft-run").click();
  await expect(page.getByTestId("draft-run")).toContainText("Succeeded");
  await expect(editor.node("more").getByTestId("node-state")).toHaveAttribute("data-state", "completed");
  await expect(editor.node("again").getByTestId("node-state")).toHaveCount(0);
  await expect(editor.canvas.locator('[data-way="taken"]')).toHaveCount(1);
  // What is pinned in the run is said where it differs from what the draft has pinned.
  await expect(page.getByText(/pinned node/)).toHaveCount(1);
  await expectAccessible(page);

  const end = editor.node("end");
  await end.click();
  await page.getByRole("textbox", { name: "Description" }).fill("Says it");
  await editor.saved();
  await page.getByTestId("publish").click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("is published as revision 2")).toBeVisible();
  const published = JSON.stringify(await rest.workflow("partly"));
  expect(published).toContain("Says it");
  expect(published).not.toContain("pinned words");
  const { id } = await rest.start("partly", { n: 0 });
  expect((await rest.waitForEnd(id, 30_000)).output).toBe(0);
});

test("what is pinned while the pins are still asked for stays pinned", async ({ signedIn: page, rest }) => {
  await rest.publish(countdown("slowly"));
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const holding = async (route: Route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  };
  // What is asked again later, as events come, would tell of it.
  await page.route(/workflows\.pins/, (route) => route.abort("internetdisconnected"));
  await page.route(/workflows\.pins/, holding, { times: 1 });
  const editor = editorPage(page);
  await editor.open("slowly");
  await choose(page, "say");
  await tryIt(page).getByRole("button", { name: "Write an output" }).click();
  await tryIt(page).getByRole("textbox", { name: "Output" }).fill("1");
  await tryIt(page).getByRole("button", { name: "Pin", exact: true }).click();
  await expect(page.getByTestId("pin-banner")).toContainText("1 pinned node");
  const asked = page.waitForResponse(/workflows\.pins/);
  letGo();
  await (await asked).finished();
  // The answer is read by the page before it is asked anything else.
  await choose(page, "more");
  await expect(tryIt(page)).toBeVisible();
  await expect(page.getByTestId("pin-banner")).toContainText("1 pinned node");
});

test("a node that gave less than was asked for says so on its card, in a dry run and in a real one", async ({
  signedIn: page,
  rest,
}) => {
  const lesser = { kind: "transform", output: "= input.none[0]", recovery: [{ do: "degrade", output: 0 }] };
  const nodes = { lesser, whole: { kind: "transform", output: 1 } };
  const graph = { schemaVersion: 1, slug: "gives-less", name: "Gives less", nodes, edges: [] };
  await rest.saveDraft(graph);
  const editor = editorPage(page);
  await editor.open("gives-less");
  const state = (id: string) => page.locator(`.react-flow__node[data-id="${id}"]`).getByTestId("node-state");
  await page.getByTestId("dry-run").click();
  await page.getByTestId("begin-dry-run").click();
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  await toolbar.getByRole("combobox", { name: "Speed" }).click();
  await page.getByRole("option", { name: "As fast as it goes" }).click();
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("dry-state")).toHaveText("Ended");
  await expect(state("lesser")).toHaveText("degraded");
  await expect(state("whole")).toHaveText("");
  await expectAccessible(page);
  await toolbar.getByRole("button", { name: "Close dry run" }).click();

  await page.getByTestId("run-draft").click();
  await page.getByRole("menuitem", { name: "Run all of it…" }).click();
  await page.getByTestId("submit-draft-run").click();
  await expect(page.getByTestId("draft-run")).toContainText("Succeeded");
  await expect(state("lesser")).toHaveText("degraded");
  await expect(state("lesser")).toHaveAttribute("title", "completed, degraded");
  await expect(state("whole")).toHaveText("");
  await expect(editor.node("lesser")).toHaveAttribute("aria-label", /completed, degraded/);
});

test("a dry run is seen on the canvas as its time passes, with its tree and what each run was handed", async ({
  signedIn: page,
  rest,
}) => {
  const { nodes, edges } = countdown("");
  await rest.publish({
    ...countdown("dry-seen"),
    context: { values: { goal: "= input.goal", secret: "not handed on" } },
    nodes: {
      ...nodes,
      ask: { kind: "task", task: "word-count", input: { text: "= input.goal" } },
      again: {
        ...nodes.again,
        input: { n: "= input.n - 1", goal: "= input.goal" },
        context: { strategy: { type: "selective", include: ["goal"] } },
      },
    },
    edges: [{ source: "ask", target: "say" }, ...edges],
  } as { slug: string });
  const input = { n: 1, goal: "two words" };
  await rest.waitForEnd((await rest.start("dry-seen", input)).id, 30_000);
  const editor = editorPage(page);
  await editor.open("dry-seen");
  await choose(page, "ask");
  await tryIt(page).getByRole("textbox", { name: "At least, ms" }).fill("20000");
  await page.getByTestId("dry-run").click();
  const form = page.getByTestId("dry-form");
  await expect(form.getByRole("checkbox", { name: "Use the 2 results of the last run" })).toBeChecked();
  await form.getByRole("textbox").first().fill(JSON.stringify(input));
  await page.getByTestId("begin-dry-run").click();
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  const canvas = page.getByTestId("dry-canvas");
  const stateOf = (id: string) =>
    canvas.locator(`.react-flow__node[data-id="${id}"]`).getByTestId("node-state");
  const clock = page.getByTestId("dry-clock");
  await expect(clock).toHaveText("0 ms");
  await toolbar.getByRole("combobox", { name: "Speed" }).click();
  await page.getByRole("option", { name: "1×", exact: true }).click();
  await toolbar.getByRole("button", { name: "Continue" }).click();
  // Twenty seconds of its clock, at the pace of ours: it works, and can be held there.
  await expect(stateOf("ask")).toHaveAttribute("data-state", "active");
  await expect(clock).toHaveText(/^1?\d(\.\d+)? s$/);
  await expect(canvas.locator("[data-way]")).toHaveCount(0);
  await toolbar.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByTestId("dry-state")).toHaveText("Paused");
  const held = await clock.textContent();
  await expect(stateOf("ask")).toHaveAttribute("data-state", "active");
  expect(await clock.textContent()).toBe(held);
  await toolbar.getByRole("combobox", { name: "Speed" }).click();
  await page.getByRole("option", { name: "100×" }).click();
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("dry-state")).toHaveText("Ended");
  await expect(clock).toHaveText(/^4\d(\.\d+)? s$/);

  // The tree has both runs; the one that is chosen is on the canvas, with what it was handed.
  await page.getByRole("tab", { name: "Tree" }).click();
  const rows = page.getByRole("treegrid").getByRole("row").filter({ hasText: "dry-seen" });
  await expect(rows).toHaveCount(2);
  await rows.nth(1).click();
  await expect(page.getByTestId("dry-path")).toHaveText("root/again");
  await expect(stateOf("again")).toHaveAttribute("data-state", "skipped");
  await expect(stateOf("end")).toHaveAttribute("data-state", "completed");
  await expect(stateOf("ask")).toContainText("recorded");
  // The edges that it went along, and those that it left.
  await expect(canvas.locator('[data-way="taken"]')).toHaveCount(3);
  await expect(canvas.locator('[data-way="left"]')).toHaveCount(2);
  await page.getByRole("tab", { name: "Context" }).click();
  const context = page.getByTestId("dry-context");
  await expect(context).toContainText(/Dropped.*secret.*selective: it is not included.*Inherited.*goal/);
  await page.getByRole("tab", { name: "What happened" }).click();
  await expect(
    page
      .getByRole("list", { name: /What happened/ })
      .getByRole("listitem")
      .first(),
  ).toContainText("RunSucceeded #0");
  await expectAccessible(page);
});

test("all of a draft and each part of it is run by keys, and by the palette", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(countdown("by-keys"));
  const editor = editorPage(page);
  await editor.open("by-keys");
  const dialog = page.getByRole("dialog");
  const done = page.getByTestId("draft-run");
  await editor.node("more").click();
  for (const [keys, title] of [
    ["r", "Run draft"],
    ["Shift+R", "Run from more"],
    ["o", "Run more alone"],
  ] as const) {
    await editor.node("more").press(keys);
    await expect(dialog.getByRole("heading", { name: title })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
  await editor.node("more").press("u");
  await expect(dialog.getByRole("heading", { name: "Run to more" })).toBeVisible();
  await dialog.getByRole("textbox").first().fill('{"n": 1}');
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(done).toContainText("Succeeded");
  await expect(editor.node("end").getByTestId("node-state")).toHaveCount(0);

  // From there on with what came before; the palette names the same.
  await editor.node("more").focus();
  await page.keyboard.press("ControlOrMeta+K");
  await expect(page.getByTestId("palette").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Run the draft from");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "Run from more" })).toBeVisible();
  await expect(dialog.getByTestId("part-plan")).toContainText(/From the last run.*say/);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(done).toContainText("1 result of the last run");
  await expect(done).toContainText("Succeeded");
  await expect(editor.node("again").getByTestId("node-state")).toHaveAttribute("data-state", "completed");
});

test("before any run has ended, what comes before a node is given by hand, or run first", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(countdown("never-run"));
  const editor = editorPage(page);
  await editor.open("never-run");
  await editor.node("more").click();
  await editor.node("more").press("o");
  const form = page.getByTestId("run-draft-form");
  const submit = page.getByTestId("submit-draft-run");
  await expect(form.getByRole("status")).toContainText("No run of this workflow has ended yet");
  await expect(submit).toBeDisabled();
  await expect(submit).toHaveAccessibleDescription(/before it is known what comes before more gives/);
  await expectAccessible(page);
  await form.getByRole("button", { name: "Run to more instead" }).click();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Run to more" })).toBeVisible();
  await expect(submit).toBeEnabled();
  await page.keyboard.press("Escape");

  await editor.node("more").press("o");
  await form.getByRole("button", { name: "Write an output" }).click();
  await form.getByRole("textbox", { name: "Output" }).fill('{"said": "by hand"}');
  await form.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(submit).toBeEnabled();
  await form.getByRole("textbox", { name: "Input" }).fill('{"n": 1}');
  await submit.click();
  await expect(page.getByTestId("draft-run")).toContainText("Succeeded");
  await expect(editor.node("more").getByTestId("node-state")).toHaveAttribute("data-state", "completed");
});

test("where a dry run stops the context of its run is edited: it goes on as a fork, and the original is there to go back to", async ({
  signedIn: page,
  rest,
}) => {
  const { nodes, edges, ...about } = countdown("dry-forked");
  await rest.saveDraft({
    ...about,
    context: { values: { goal: "first words" } },
    nodes: { ...nodes, say: { kind: "transform", output: { said: "= context.goal" } } },
    edges,
  } as { slug: string });
  const editor = editorPage(page);
  await editor.open("dry-forked");
  await choose(page, "say");
  await tryIt(page).getByRole("checkbox", { name: "Stop before it in a dry run" }).check();
  await tryIt(page).getByRole("textbox", { name: "Only where" }).fill("depth == 1");
  await page.getByTestId("dry-run").click();
  await page.getByTestId("dry-form").getByRole("textbox").first().fill('{"n": 1}');
  await page.getByTestId("begin-dry-run").click();
  const state = page.getByTestId("dry-state");
  await expect(state).toContainText("Before say, depth 0");
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  await toolbar.getByRole("combobox", { name: "Speed" }).click();
  await page.getByRole("option", { name: "As fast as it goes" }).click();
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(state).toHaveText("Before say, depth 1, at its breakpoint");
  const clock = await page.getByTestId("dry-clock").textContent();

  const card = page.getByTestId("dry-canvas").locator('.react-flow__node[data-id="say"]');
  await expect(card).toBeInViewport({ ratio: 1 });
  const pane = await page.getByTestId("dry-canvas").boundingBox();
  if (!pane) throw new Error("The canvas of the dry run has no place.");
  const corner = { x: pane.x + pane.width - 20, y: pane.y + 20 };
  for (let times = 0; times < 3; times++) {
    await page.mouse.move(corner.x, corner.y);
    await page.mouse.down();
    await page.mouse.move(pane.x + 20, pane.y + pane.height - 20, { steps: 4 });
    await page.mouse.up();
  }
  await expect(card).not.toBeInViewport();

  await page.keyboard.press("Shift+F9");
  const form = page.getByTestId("context-editor");
  const text = form.getByRole("textbox", { name: "Context as JSON" });
  await expect(text).toContainText("first words");
  const fork = form.getByRole("button", { name: "Fork with this context" });
  await expect(fork).toBeDisabled();
  await text.click();
  await text.fill('{"no key": 1}');
  await expect(form.getByText(/^no key: a letter/)).toBeVisible();
  await expect(form.locator(".cm-lintRange-error")).toHaveText("1");
  await expect(fork).toBeDisabled();
  await expectAccessible(page);
  await text.fill('{"goal": "other words", "a_key_whose_name_alone_is_longer_than_a_phone_is_wide": 1}');
  await expect(fork).toBeEnabled();
  await text.press("ControlOrMeta+Enter");

  await expect(state).toHaveText("Fork 1: Before say, depth 1");
  await expect(card).toBeInViewport({ ratio: 1 });
  await expect(page.getByTestId("dry-clock")).toHaveText(clock ?? "");
  await expect(page.getByTestId("edit-context")).toBeFocused();
  await expect(page.getByTestId("dry-context")).toContainText("other words");
  const branches = page.getByRole("navigation", { name: "Original and forks" });
  const original = branches.getByRole("button", { name: /^Original/ });
  const first = branches.getByRole("button", { name: /^Fork 1/ });
  await expect(first).toHaveAttribute("aria-current", "true");
  await expect(first).toContainText("before say, depth 1: ");
  await expect(first).toContainText("goal");
  await expectAccessible(page);

  const outputOf = async (words: string) => {
    await toolbar.getByRole("button", { name: "Continue" }).click();
    await expect(state).toContainText("Ended");
    await page.getByRole("tab", { name: "Tree" }).click();
    await page.getByRole("treegrid").getByRole("row").filter({ hasText: "dry-forked" }).nth(1).click();
    await page.getByRole("tab", { name: "Node" }).click();
    await expect(page.getByRole("complementary", { name: "Details of the dry run" })).toContainText(words);
  };
  await outputOf("other words");
  await page.getByRole("tab", { name: "What happened" }).click();
  await expect(page.getByText(/^ContextEdited #1/)).toBeVisible();
  await original.click();
  await expect(state).toHaveText("Original: Before say, depth 1, at its breakpoint");
  await expect(page.getByText(/^ContextEdited/)).toHaveCount(0);
  await outputOf("first words");
  await first.click();
  await expect(state).toHaveText("Fork 1: Ended");
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(first).toHaveAttribute("title", /a_key_whose_name_alone_is_longer_than_a_phone_is_wide/);
  await expect.poll(async () => (await first.boundingBox())?.width).toBeLessThanOrEqual(390);
});

test("a breakpoint is set in a workflow that is opened in place, before any dry run was in it, and taken away", async ({
  signedIn: page,
  rest,
}) => {
  const inner = { first: { kind: "transform", output: 1 }, second: { kind: "transform", output: 2 } };
  const graphOf = (slug: string, nodes: object, edges: readonly object[] = []) => ({
    schemaVersion: 1,
    slug,
    name: `Name of ${slug}`,
    nodes,
    edges,
  });
  await rest.publish(graphOf("stops-below", inner, [{ source: "first", target: "second" }]));
  await rest.publish(graphOf("stops-above", { call: { kind: "subworkflow", workflow: "stops-below" } }));
  const editor = editorPage(page);
  await editor.open("stops-above");
  await editor.node("call").dblclick();
  const below = page.getByTestId("called-canvas").locator(`.react-flow__node[data-id="second"]`);
  await below.click();
  await below.press("b");
  await expect(below.getByTestId("breakpoint-mark")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Stop before it in a dry run" })).toBeChecked();
  await expectAccessible(page);
  await page.getByTestId("trail").getByRole("button", { name: "Name of stops-above" }).click();

  await page.getByTestId("dry-run").click();
  const stops = page.getByRole("region", { name: "Breakpoints" });
  await expect(stops).toContainText("second of stops-below");
  await page.getByTestId("begin-dry-run").click();
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  await toolbar.getByRole("button", { name: "Continue" }).click();
  const state = page.getByTestId("dry-state");
  await expect(state).toHaveText("Before second, depth 1, at its breakpoint");
  const card = page.getByTestId("dry-canvas").locator(`.react-flow__node[data-id="second"]`);
  await card.click();
  await card.press("b");
  await expect(card.getByTestId("breakpoint-mark")).toHaveCount(0);
  await card.press("b");
  await expect(card.getByTestId("breakpoint-mark")).toBeVisible();

  // What cannot be gathered again is said, and what was run stays to be looked at.
  await page.route("**/api/trpc/**", (route) => route.abort("internetdisconnected"));
  await toolbar.getByRole("button", { name: "Restart" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await expect(state).toContainText("Before second");
  await page.unroute("**/api/trpc/**");
  await toolbar.getByRole("button", { name: "Restart" }).click();
  await expect(state).toHaveText("Before call, depth 0");
  await page.getByRole("tab", { name: "Node" }).click();
  await stops.getByRole("button", { name: "Do not stop before second of stops-below" }).click();
  await expect(stops).toHaveCount(0);
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(state).toHaveText("Ended");
});
