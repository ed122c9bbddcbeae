import type { Locator } from "@playwright/test";
import { wcagContrast } from "culori";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

const NOTES = "Quays have lanterns, and boats leave before dawn. ".repeat(60);

/** Hands its context on to a run of itself, while there is something left. */
const handing = {
  schemaVersion: 1,
  slug: "hands-on",
  name: "Hands on",
  context: {
    values: { goal: "count", notes: "= input.notes", secret: "s3cr3t" },
    rules: [{ name: "hide it", actions: { do: "mask", keys: ["secret"] } }],
  },
  nodes: {
    more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no" },
    again: {
      kind: "subworkflow",
      workflow: "self",
      input: { n: "= input.n - 1", notes: "none" },
      context: "full",
    },
    end: { kind: "end", output: "= input.n" },
  },
  edges: [
    { source: "more", target: "again", port: "yes" },
    { source: "more", target: "end", port: "no" },
    { source: "again", target: "end" },
  ],
  limits: { maxDepth: 3 },
};

test("the form of a node shows what its child would inherit, as it is edited, beside another strategy", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(handing);
  const { id } = await rest.start("hands-on", { n: 1, notes: NOTES });
  await rest.waitForEnd(id, 20_000);
  const editor = editorPage(page);
  await editor.open("hands-on");
  await editor.node("again").click();
  const preview = page.getByTestId("hand-off-preview");
  await preview.locator("summary").click();
  const stands = preview.getByRole("region", { name: "As it stands" });
  await expect(stands).toContainText("root/again, depth 1");
  await expect(stands.getByRole("region", { name: "Masked" })).toContainText("secret");
  await expect(stands.getByRole("region", { name: "Masked" })).toContainText("hide it");
  const inherited = stands.getByRole("region", { name: "Inherited" });
  await expect(inherited).toContainText("notes");

  // Another strategy, at the same moment, beside it.
  await preview.getByRole("combobox", { name: "Try another strategy" }).click();
  await page.getByRole("option", { name: "incremental" }).click();
  const other = preview.getByRole("region", { name: "With the other strategy" });
  await expect(other).toContainText("incremental");
  await expect(stands).toContainText("Handed on by full");

  // With its own settings, of which each has a field; what it cannot be is said.
  await preview.getByRole("combobox", { name: "Try another strategy" }).click();
  await page.getByRole("option", { name: "selective" }).click();
  const keeps = other.getByRole("region", { name: "Inherited" });
  await expect(keeps).toContainText("notes");
  await expect(other.getByRole("textbox", { name: "Summarise above" })).toHaveCount(0);
  await other.getByRole("textbox", { name: "Exclude" }).fill("no such key!");
  await expect(other.getByText(/a key, or a pattern of keys/)).toBeVisible();
  await other.getByRole("textbox", { name: "Exclude" }).fill("not*");
  await expect(other.getByRole("region", { name: "Dropped" })).toContainText("it is excluded");
  await expect(stands).toContainText("Handed on by full");
  await other.getByRole("button", { name: "Hand on by selective" }).press("Enter");
  await expect(other).toHaveCount(0);
  await expect(stands).toContainText("Handed on by selective");
  await expect(stands.getByRole("region", { name: "Masked" })).toContainText("secret");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(stands).toContainText("Handed on by full");

  // What the graph would be refused for is not handed on by.
  await preview.getByRole("combobox", { name: "Try another strategy" }).click();
  await page.getByRole("option", { name: "custom" }).click();
  await expect(other).toContainText("custom needs exactly one of map and function");
  await expect(other.getByRole("button", { name: "Hand on by custom" })).toBeDisabled();

  // What is edited is seen at once, before it is saved or run.
  await preview.getByRole("combobox", { name: "Try another strategy" }).click();
  await page.getByRole("option", { name: "incremental" }).click();
  const context = page.getByTestId("node-form").locator("details", { hasText: "Context" }).first();
  await context.getByRole("combobox", { name: "Kind of Context" }).click();
  await page.getByRole("option", { name: "settings" }).click();
  await expect(stands).toContainText("Handed on by performance_aware");
  await expect(other).toContainText("incremental");
  await expectAccessible(page);
});

test("a section within a section is drawn closed while it is closed", async ({ signedIn: page, rest }) => {
  const each = { kind: "map", over: "input.all", body: { kind: "task", task: "nobody", timeoutMs: 1 } };
  const nested = { schemaVersion: 1, slug: "nested-parts", name: "Nested parts", nodes: { each }, edges: [] };
  await rest.saveDraft(nested);
  const editor = editorPage(page);
  await editor.open("nested-parts");
  await editor.node("each").click();
  const parts = page.getByTestId("node-form").getByRole("group", { name: "Each time" }).locator("details");
  const turned = (title: string) =>
    parts
      .filter({ has: page.locator("summary", { hasText: title }) })
      .locator("summary svg")
      .evaluate((mark) => getComputedStyle(mark).rotate !== "none");
  expect(await turned("Recovery")).toBe(false);
  expect(await turned("Time and retries")).toBe(true);
});

test("a schema is edited by its properties, and says the rest as it was written", async ({
  signedIn: page,
  rest,
}) => {
  const inputSchema = {
    type: "object",
    required: ["n"],
    unevaluatedProperties: false,
    properties: { n: { type: "number", minimum: 0 }, who: { enum: ["a", "b"] } },
  };
  const shaped = {
    schemaVersion: 1,
    slug: "shaped",
    name: "Shaped",
    inputSchema,
    nodes: { end: { kind: "end", output: "= input.n" } },
    edges: [],
  };
  await rest.publish(shaped);
  const editor = editorPage(page);
  await editor.open("shaped");
  const list = page.getByTestId("schema-properties");
  await list.getByRole("combobox", { name: "Type of n" }).click();
  await page.getByRole("option", { name: "integer" }).click();
  const name = list.getByRole("textbox", { name: "Name of n" });
  await name.fill("count");
  await name.press("Enter");
  await list.getByRole("textbox", { name: "Description of count" }).fill("How many");
  await list.getByRole("checkbox", { name: "who is required" }).check();
  await list.getByRole("button", { name: "Add a property to Input schema" }).click();
  await list.getByRole("textbox", { name: "Name of property" }).fill("tags");
  await list.getByRole("combobox", { name: "Type of property" }).click();
  await page.getByRole("option", { name: "array" }).click();
  await expect(list.getByRole("combobox", { name: "Type of tags" })).toContainText("array");
  await expectAccessible(page);
  await editor.saved();
  expect((await rest.draft("shaped")).graph).toMatchObject({
    inputSchema: {
      ...inputSchema,
      required: ["count", "who"],
      properties: {
        count: { type: "integer", minimum: 0, description: "How many" },
        who: { enum: ["a", "b"] },
        tags: { type: "array" },
      },
    },
  });

  // All of it can be taken back; what is typed without a pause is one edit.
  const undo = page.getByRole("button", { name: "Undo" });
  while (await undo.isEnabled()) await undo.click();
  await expect(list.getByRole("combobox", { name: "Type of n" })).toContainText("number");
  await expect(list.getByRole("listitem")).toHaveCount(2);
});

test("an error is thrown where the form of a node says so, and the recovery of the node runs", async ({
  signedIn: page,
  rest,
}) => {
  const recovers = {
    schemaVersion: 1,
    slug: "recovers",
    name: "Recovers",
    nodes: {
      work: {
        kind: "task",
        task: "dependency-audit/index",
        retry: { maxAttempts: 2, initialMs: 10 },
        recovery: [
          { do: "degrade", when: "failure.class == 'network'", output: { instead: "= failure.code" } },
        ],
      },
      end: { kind: "end", output: "= nodes.work.output" },
    },
    edges: [{ source: "work", target: "end" }],
  };
  await rest.publish(recovers);
  const editor = editorPage(page);
  await editor.open("recovers");
  await editor.node("work").click();
  const tried = page.getByTestId("try-it");
  await tried.locator("summary").click();
  await tried.getByRole("checkbox", { name: "Throw this error here" }).check();
  await tried.getByRole("combobox", { name: "Class" }).click();
  await page.getByRole("option", { name: "network" }).click();
  await tried.getByRole("textbox", { name: "Code" }).fill("NoRoute");
  await tried.getByRole("button", { name: "Run dry with this error" }).click();
  await page.getByTestId("begin-dry-run").click();
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  await toolbar.getByRole("combobox", { name: "Speed" }).click();
  await page.getByRole("option", { name: "As fast as it goes" }).click();
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("dry-state")).toHaveText("Ended");
  await page.getByRole("tab", { name: "What happened" }).click();
  await expect(page.getByRole("list", { name: /What happened/ })).toContainText("degrade, for NoRoute");
});

test("a node calls a task or a workflow from those that there are, or one that is yet to come", async ({
  signedIn: page,
  rest,
}) => {
  const done = {
    schemaVersion: 1,
    slug: "to-be-named",
    name: "It is called",
    nodes: { end: { kind: "end" } },
    edges: [],
  };
  await rest.publish(done);
  const nodes = {
    call: { kind: "task", task: "nobody" },
    start: { kind: "subworkflow", workflow: "nobody" },
  };
  const edges = [{ source: "call", target: "start", when: "input.more" }];
  const naming = { schemaVersion: 1, slug: "names-others", name: "Names others", nodes, edges };
  await rest.saveDraft(naming);
  const editor = editorPage(page);
  await editor.open("names-others");
  const form = page.getByTestId("node-form");
  await editor.node("call").click();
  const task = form.getByRole("combobox", { name: /^Task/ });
  // A warning is said, and is no error.
  await expect(form.getByText(/T001: no task is called "nobody"/)).toBeVisible();
  await expect(task).not.toHaveAttribute("aria-invalid");
  /** What the browser offers below a field. */
  const offered = (field: Locator) =>
    field.evaluate((input: HTMLInputElement) => [...(input.list?.options ?? [])].map((one) => one.value));
  await expect.poll(() => offered(task)).toContain("dependency-audit/index");
  await task.fill("dependency-audit/index");
  await expect(form.getByText(/T001/)).toHaveCount(0);
  await expectAccessible(page);

  await editor.node("start").click();
  const workflow = form.getByRole("combobox", { name: "Workflow", exact: true });
  await expect.poll(() => offered(workflow)).toEqual(expect.arrayContaining(["self", "to-be-named"]));
  await workflow.fill("to-be-named");
  await editor.saved();
  const kept = async () => (await rest.draft("names-others")).graph.nodes["start"];
  expect(await kept()).toMatchObject({ workflow: "to-be-named" });

  await workflow.fill("not-there-yet");
  await page.keyboard.press("Tab");
  await expect(form.getByText(/W001/)).toBeVisible();
  await editor.saved();
  expect(await kept()).toMatchObject({ workflow: "not-there-yet" });
});

test("headers and what an edge passes on are rows of a name and a value, and lists have one frame", async ({
  signedIn: page,
  rest,
}) => {
  const ask = { kind: "http", url: "https://example.com/", headers: { accept: "text/plain", "x-n": 1 } };
  const way = { kind: "decision", cases: [{ port: "yes", when: "true" }], default: "no" };
  const graph = {
    schemaVersion: 1,
    slug: "asks-others",
    name: "Asks others",
    nodes: { ask, way },
    edges: [{ source: "ask", target: "way", mapping: { got: "= nodes.ask.output" } }],
  };
  await rest.saveDraft(graph);
  const editor = editorPage(page);
  await editor.open("asks-others");
  await editor.node("ask").click();
  const form = page.getByTestId("node-form");
  const headers = form.getByRole("group", { name: "Headers" });
  await expect(headers.getByRole("listitem")).toHaveCount(2);
  await headers.getByRole("textbox", { name: "Value of accept" }).fill("= input.kind");
  const name = headers.getByRole("textbox", { name: "Name of x-n" });
  await name.fill("accept");
  await name.press("Enter");
  await expect(headers.getByText("“accept” is there already.")).toBeVisible();
  await name.fill("x-count");
  await name.press("Enter");
  await headers.getByRole("button", { name: "Add to Headers" }).click();
  await headers.getByRole("textbox", { name: "Value of name" }).fill('{"$secret": "key"}');
  await form.getByRole("textbox", { name: "Expect" }).fill("2xx\n404");
  await expectAccessible(page);
  await editor.saved();
  const kept = async () => (await rest.draft("asks-others")).graph;
  expect((await kept()).nodes["ask"]).toMatchObject({
    headers: { accept: "= input.kind", "x-count": 1, name: { $secret: "key" } },
    expect: ["2xx", 404],
  });
  for (const each of ["accept", "x-count", "name"])
    await headers.getByRole("button", { name: `Remove ${each}` }).click();
  await editor.saved();
  expect((await kept()).nodes["ask"]).not.toHaveProperty("headers");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(headers.getByRole("textbox", { name: "Name of name" })).toBeVisible();

  await form.getByRole("button", { name: "to way" }).click();
  const edge = page.getByTestId("edge-form");
  await edge.getByRole("textbox", { name: "Value of got" }).fill("= nodes.ask.output.body");
  await editor.saved();
  expect((await kept()).edges).toMatchObject([{ mapping: { got: "= nodes.ask.output.body" } }]);

  // A list says its name once, and its items have their tools in their own heads.
  await editor.node("way").click();
  await expect(form.getByText("Cases", { exact: true })).toHaveCount(2);
  await form.getByRole("button", { name: "Add an item to Cases" }).click();
  await form.getByRole("button", { name: "Move item 1 of Cases down" }).click();
  await expect(form.getByRole("textbox", { name: "Port" }).nth(1)).toHaveValue("yes");
  // What has only begun is not in the draft, and says so.
  await expect(page.getByTestId("save-state")).toHaveText("Field not saved");
  await form.getByRole("textbox", { name: "Port" }).first().fill("never");
  await form.getByRole("textbox", { name: "When" }).first().fill("false");
  await form.locator("summary", { hasText: "Contract" }).click();
  await form.getByRole("button", { name: "Add Join" }).click();
  await form.getByRole("combobox", { name: "Kind of Join" }).click();
  await expect(page.getByRole("option")).toHaveText(["all", "any", "How many"]);
  await page.getByRole("option", { name: "any", exact: true }).click();
  await editor.saved();
  expect((await kept()).nodes["way"]).toMatchObject({ join: "any" });
  await form.getByRole("button", { name: "Leave Join out" }).click();
  await editor.saved();
  expect((await kept()).nodes["way"]).not.toHaveProperty("join");
  await expect(form.getByRole("button", { name: "Add Join" })).toBeVisible();
  await expectAccessible(page);
});

test("a problem far down in the code stands in its place, and not under all of it", async ({
  signedIn: page,
  rest,
}) => {
  const many = Array.from({ length: 120 }, (_, at) => [`n${at}`, { kind: "transform", output: at }]);
  const far = { kind: "transform", output: "= nodes.n1000.output" };
  const nodes = { ...Object.fromEntries(many), far };
  const long = { schemaVersion: 1, slug: "long-code", name: "Long code", nodes, edges: [] };
  await rest.saveDraft(long);
  const editor = editorPage(page);
  await editor.open("long-code");
  await editor.tab("Code");
  const code = page.getByTestId("code");
  await code.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+End");
  await expect(code.locator(".cm-lintRange-error")).toHaveText(['"= nodes.n1000.output"']);
  await page.keyboard.press("ControlOrMeta+Home");
  await expect(code.locator(".cm-line").first()).toHaveText("{");
  await expect(code.locator(".cm-lintRange-error")).toHaveCount(0);
});

test("numbers stand side by side in rungs, and an empty box can be made out in both themes", async ({
  signedIn: page,
  rest,
}) => {
  const ask = {
    kind: "agent",
    prompt: "Hello",
    agent: "nobody",
    recovery: [{ do: "retry", maxAttempts: 2 }],
  };
  await rest.saveDraft({
    schemaVersion: 1,
    slug: "numbered",
    name: "Numbered",
    nodes: { ask },
    edges: [],
  } as { slug: string });
  const editor = editorPage(page);
  await editor.open("numbered");
  await editor.node("ask").click();
  const form = page.getByTestId("node-form");
  const boxOf = async (name: string) => {
    const box = await form.getByRole("textbox", { name, exact: true }).first().boundingBox();
    if (!box) throw new Error(`${name} is not on the page`);
    return box;
  };
  const [one, other] = [await boxOf("Max attempts"), await boxOf("Initial (ms)")];
  expect(Math.round(other.y - one.y)).toBe(0);
  expect(other.x).toBeGreaterThan(one.x + one.width);
  await page.getByTestId("try-it").locator("summary").click();
  const box = page.getByRole("checkbox", { name: "Stop before it in a dry run" });
  const agent = page.getByRole("list", { name: "Agents" }).getByRole("button", { pressed: false }).first();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const outlined of [box, agent]) {
      const { line, ground } = await outlined.evaluate((mark) => ({
        line: getComputedStyle(mark).borderTopColor,
        ground: getComputedStyle(document.body).backgroundColor,
      }));
      expect(wcagContrast(line, ground), colorScheme).toBeGreaterThanOrEqual(3);
    }
  }
});

test("half of a value stays in its field, is a problem, and is published by nobody", async ({
  signedIn: page,
  rest,
}) => {
  const slug = "half-typed";
  const typed = {
    schemaVersion: 1,
    slug,
    name: "Half typed",
    nodes: {
      a: { kind: "transform", output: { x: 1 } },
      b: {
        kind: "http",
        url: "https://example.org",
        headers: { accept: "text/plain" },
        retry: { maxAttempts: 2 },
      },
    },
    edges: [{ source: "a", target: "b" }],
  };
  await rest.saveDraft(typed);
  const editor = editorPage(page);
  const details = page.getByRole("complementary", { name: "Details" });
  const graph = async () => (await rest.draft(slug)).graph.nodes;
  await editor.open(slug);
  await editor.node("a").click();
  const output = details.getByRole("textbox", { name: /^Output/ }).first();
  await output.fill('{"x": 2}');
  await editor.saved();
  await output.fill('{"x": 3,');
  await expect(page.getByTestId("save-state")).toHaveText("Field not saved");
  await editor.node("b").click();
  await details.getByRole("textbox", { name: "Value of accept" }).fill('["text/html"');
  const attempts = details.getByRole("textbox", { name: "Max attempts" });
  await attempts.fill("two");
  await expect(page.getByTestId("save-state")).toHaveText("Field not saved");
  expect(await graph()).toMatchObject({
    a: { output: { x: 2 } },
    b: { headers: { accept: "text/plain" }, retry: { maxAttempts: 2 } },
  });

  // It is kept while something else is looked at, and counted.
  await editor.node("a").click();
  await expect(output).toHaveValue('{"x": 3,');
  await page.getByTestId("publish").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("A field is not in the draft");
  await dialog.getByRole("button", { name: "To the problems" }).click();
  const problems = page.getByRole("list", { name: "Problems" });
  await expect(problems.getByText("What was typed is not in the draft")).toHaveCount(3);
  await expectAccessible(page);

  // Each leads to its field.
  await problems.getByRole("button", { name: "/nodes/b/retry" }).click();
  await expect(attempts).toBeFocused();
  await expect(attempts).toHaveValue("two");
  await attempts.fill("3");
  await editor.tab("Problems");
  await problems.getByRole("button", { name: "/nodes/b/headers/accept" }).click();
  const accept = details.getByRole("textbox", { name: "Value of accept" });
  await expect(accept).toBeFocused();
  await expect(accept).toHaveValue('["text/html"');
  await accept.fill('["text/html"]');

  // Given up, the field shows what is in the draft.
  await editor.tab("Problems");
  await problems.getByRole("button", { name: "Give it up" }).click();
  await editor.saved();
  await editor.tab("Inspector");
  await editor.node("a").click();
  expect(JSON.parse(await output.inputValue())).toEqual({ x: 2 });
  expect(await graph()).toMatchObject({
    a: { output: { x: 2 } },
    b: { headers: { accept: ["text/html"] }, retry: { maxAttempts: 3 } },
  });
});

test("a draft that cannot be drawn says what is wrong, and leads to the place", async ({
  signedIn: page,
  rest,
}) => {
  const slug = "not-drawn";
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`n${at}`, { kind: "transform", output: at }]),
  );
  const broken = {
    schemaVersion: 1,
    slug,
    name: "Not drawn",
    nodes: { ...many, last: { kind: "nothing" } },
    edges: [{ source: 7, target: "n1" }],
  };
  await rest.saveDraft(broken);
  await page.goto(`/workflows/${slug}/edit`);
  const wrong = page.getByTestId("unreadable");
  const code = page.getByRole("textbox", { name: "Draft as JSON" });
  const first = wrong.getByRole("button", { name: "/nodes/last" });
  await expect(first).toBeVisible();
  await expect(code.getByText('"nothing"')).toBeInViewport();
  await expectAccessible(page);
  await wrong.getByRole("button", { name: "/edges/0/source" }).click();
  await expect(code.getByText('"source": 7')).toBeInViewport();
  await page.keyboard.type('"n0"');
  await expect(wrong.getByRole("button")).toHaveCount(1);
  await first.click();
  await page.keyboard.type('"end"');
  await expect(wrong).toHaveCount(0);
  await page.getByRole("button", { name: "Save and draw" }).click();
  await expect(page.locator('.react-flow__node[data-id="last"]')).toHaveCount(1);
});
