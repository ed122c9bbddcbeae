import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

test.use({ viewport: { width: 1440, height: 1000 } });

const counted = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Fields of ${slug}`,
  inputSchema: { type: "object", properties: { n: { type: "integer" }, words: { type: "string" } } },
  context: { values: { goal: "count" } },
  nodes: {
    twice: {
      kind: "transform",
      output: { sum: "= input.n + input.n" },
      outputSchema: { type: "object", properties: { sum: { type: "integer" } } },
      position: { x: 0, y: 0 },
    },
    "look-up": { kind: "transform", output: 1, position: { x: 0, y: 160 } },
    end: { kind: "end", output: "= nodes.twice.output.sum", position: { x: 320, y: 0 } },
  },
  edges: [{ source: "twice", target: "end" }],
  ...more,
});

test("a field offers what a run has by then, says what it gives with the last run, and what does not fit", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(counted("fields-live"));
  const { id } = await rest.start("fields-live", { n: 21 });
  await rest.waitForEnd(id, 30_000);
  await rest.saveDraft(counted("fields-live", { outputSchema: { type: "string" } }));
  const editor = editorPage(page);
  await editor.open("fields-live");
  await editor.node("end").click();
  const form = page.getByTestId("node-form");
  const output = form.getByRole("textbox", { name: "Output", exact: true });
  const live = form.getByTestId("live-value").first();
  await expect(form).toContainText("is an integer, and a string is expected here");
  await expect(live).toContainText("in the last run, a number: 42");
  const offers = page.getByRole("listbox", { name: "Suggestions" });
  const write = async (text: string) => {
    await output.fill("");
    await output.pressSequentially(text);
  };
  // Only what leads here has run by then.
  await write("= nodes.");
  await expect(offers.getByRole("option", { name: /^twice/ })).toBeVisible();
  await expect(offers.getByRole("option", { name: /look-up/ })).toHaveCount(0);
  await write("= tree.remaining.to");
  await expect(offers.getByRole("option", { name: /^tokens/ })).toBeVisible();
  await write("= context.");
  await expect(offers.getByRole("option", { name: /^goal/ })).toBeVisible();
  await expectAccessible(page);
  await write("= nodes.twice.output.");
  await output.press("ArrowDown");
  await output.press("Enter");
  await expect(output).toHaveValue("= nodes.twice.output.sum");
  await output.press("End");
  await output.pressSequentially(" / 0");
  await expect(live).toContainText("in the last run: ");
  await expect(live).toContainText(/zero/i);
});

test("an agent is picked by what it can do, or by name, and how each of them is stands beside it", async ({
  signedIn: page,
  rest,
}) => {
  const llm = { kind: "llm", provider: "demo", model: "demo-writer" };
  await rest.register({
    ...llm,
    id: "pick-lamp",
    name: "Pick lamp",
    capabilities: ["pick-light", "pick-see"],
  });
  await rest.register({
    ...llm,
    id: "pick-off",
    name: "Pick off",
    capabilities: ["pick-light"],
    enabled: false,
  });
  await rest.saveDraft(
    counted("picked", {
      nodes: { ask: { kind: "agent", capabilities: ["pick-light"], prompt: "Hello" } },
      edges: [],
    }),
  );
  const editor = editorPage(page);
  await editor.open("picked");
  await editor.node("ask").click();
  const picker = page.getByTestId("agent-picker");
  const agents = picker.getByRole("list", { name: "Agents" }).getByRole("listitem");
  await expect(agents.filter({ hasText: "Pick lamp" })).toContainText("ready");
  await expect(agents.filter({ hasText: "Pick off" })).toContainText("disabled");
  await expect(agents.first()).toContainText("Pick lamp");
  await expectAccessible(page);
  await picker.getByRole("button", { name: "pick-see", exact: true }).click();
  const node = async () => (await rest.draft("picked")).graph.nodes["ask"];
  await expect.poll(node).toMatchObject({ capabilities: ["pick-light", "pick-see"] });
  await picker.getByRole("button", { name: /^Pick lamp/ }).click();
  await expect.poll(node).toEqual({ kind: "agent", agent: "pick-lamp", prompt: "Hello" });

  // One that is gone is told of after a save, with those who could be asked.
  const byName = picker.getByRole("textbox", { name: "Agent", exact: true });
  await expect(byName, "the picker says it already").toBeHidden();
  await expect(page.getByRole("textbox", { name: "Agent", exact: true })).toHaveCount(0);
  await picker.getByText("Other names").click();
  await byName.fill("pick-off");
  await editor.saved();
  await page.getByRole("tab", { name: /Problems/ }).click();
  const problem = page.getByTestId("problems").getByRole("listitem").filter({ hasText: "A003" });
  await expect(problem).toContainText("disabled");
  await problem.getByRole("button", { name: "Ask pick-lamp" }).click();
  await expect.poll(node).toMatchObject({ agent: "pick-lamp" });
  await expect(problem).toHaveCount(0);
});

test("the code marks errors where they stand, and the worst case is told depth by depth", async ({
  signedIn: page,
  rest,
}) => {
  const forked = {
    inputSchema: { type: "object", properties: { items: { type: "array", maxItems: 4 } } },
    limits: { maxDepth: 3 },
    nodes: {
      ask: { kind: "task", task: "nothing-of-it", input: 1 },
      each: {
        kind: "map",
        over: "input.items",
        body: { kind: "subworkflow", workflow: "self", input: "= item" },
      },
    },
    edges: [{ source: "ask", target: "each" }],
  };
  await rest.saveDraft(counted("marked", forked));
  const editor = editorPage(page);
  await editor.open("marked");
  await page.getByRole("tab", { name: /Problems/ }).click();
  const worst = page.getByRole("region", { name: "In the worst case" });
  await expect(worst).toContainText("One run starts 4 of itself at most, most of them at each.");
  await expect(worst.getByRole("row").nth(3)).toContainText("16");
  await editor.tab("Code");
  const code = page.getByTestId("code");
  await expect(code.locator(".cm-lint-marker-error")).toHaveCount(0);
  const short = (output: string, target: string) =>
    JSON.stringify(
      {
        schemaVersion: 1,
        slug: "marked",
        name: "Marked",
        nodes: { a: { kind: "transform", output }, b: { kind: "end" } },
        edges: [{ source: "a", target }],
      },
      null,
      1,
    );
  const text = code.getByRole("textbox", { name: "Workflow as JSON" });
  const marked = code.locator(".cm-lintRange-error");
  // An editor that gets the focus just then puts its cursor where it had it, and what is filled in stands before the rest.
  await text.click();
  await text.fill(short("= nodes.gone.output", "b"));
  await expect(marked).toHaveText('"= nodes.gone.output"');
  await expect(code.locator(".cm-lint-marker-error")).toHaveCount(1);
  await expect(editor.nodes).toHaveCount(2);
  // What no canvas can draw stays in the text, with its reason.
  await text.fill(short("= input", "c"));
  await expect(marked).toHaveText('"c"');
  await expect(code.getByRole("status")).toContainText("the last text that could be drawn");
  await expect(editor.edges).toHaveCount(1);
  await text.fill(short("= input", "b"));
  await expect(marked).toHaveCount(0);
  await expect(code.getByRole("status")).toContainText("What you type is on the canvas at once");
  // What only the server can tell comes with the save, long after the last letter.
  const odd = { ...JSON.parse(short("= input", "b")), inputSchema: { type: "nothing of it" } };
  await text.fill(JSON.stringify(odd, null, 1));
  await expect(code.locator(".cm-lint-marker-error")).toHaveCount(1);
});

test("of a part that two people have changed it is said whose it is to be", async ({
  signedIn: page,
  rest,
}) => {
  const graph = counted("clash");
  await rest.saveDraft(graph);
  const editor = editorPage(page);
  await editor.open("clash");
  const named = (name: string) => ({
    ...graph,
    nodes: { ...graph.nodes, twice: { ...graph.nodes.twice, name } },
  });
  await page.route(
    (url) => url.pathname.includes("workflows.saveDraft"),
    async (route) => {
      await rest.saveDraft(named("Theirs"));
      await route.continue();
    },
    { times: 1 },
  );
  await editor.node("twice").click();
  await page.getByTestId("node-form").getByRole("textbox", { name: "Name", exact: true }).fill("Mine");
  const conflict = page.getByTestId("conflict");
  await expect(conflict).toContainText("Both of you have changed 1 part");
  await expect(conflict.getByRole("list", { name: "Changed by you" })).toHaveText(/1 node changed: twice/);
  await expect(conflict.getByLabel("Where they differ in node twice")).toContainText(
    /nameMine: Mine.*: Theirs/,
  );
  await expectAccessible(page);
  const merge = page.getByRole("button", { name: "Merge both" });
  await expect(merge).toBeDisabled();
  await conflict.getByRole("radio", { name: /^(?!Mine).*: added/ }).click();
  await merge.click();
  await expect(editor.node("twice")).toContainText("Theirs");
  await editor.saved();
  expect((await rest.draft("clash")).graph.nodes["twice"]?.name).toBe("Theirs");
});

test("what n8n has copied, and what another canvas has, is pasted as text", async ({
  signedIn: page,
  rest,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await rest.saveDraft(counted("paste-from"));
  await rest.saveDraft(counted("paste-into", { nodes: { end: { kind: "end" } }, edges: [] }));
  const editor = editorPage(page);
  await editor.open("paste-from");
  await editor.node("twice").focus();
  await editor.node("twice").press("ControlOrMeta+A");
  await page.keyboard.press("ControlOrMeta+C");
  await editor.open("paste-into");
  await editor.node("end").focus();
  await page.keyboard.press("ControlOrMeta+V");
  await expect(editor.nodes).toHaveCount(4);
  await expect(editor.edges).toHaveCount(1);
  await expect
    .poll(async () => (await rest.draft("paste-into")).graph.edges)
    .toEqual([{ source: "twice", target: "end2" }]);
  const copied = {
    nodes: [
      {
        name: "Fetch",
        type: "n8n-nodes-base.httpRequest",
        typeVersion: 4,
        position: [0, 0],
        parameters: { url: "https://example.test/" },
      },
      {
        name: "Strange",
        type: "n8n-nodes-base.somethingStrange",
        typeVersion: 1,
        position: [200, 0],
        parameters: {},
      },
    ],
    connections: {},
  };
  await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(copied));
  await editor.node("end").focus();
  await page.keyboard.press("ControlOrMeta+V");
  await expect(page.getByText("Pasted from n8n")).toBeVisible();
  await expect(editor.nodes).toHaveCount(6);
  // What is not as it was is told part by part.
  await page.getByRole("button", { name: "What became of each" }).click();
  const report = page.getByRole("dialog").getByTestId("import-report");
  await expect(report.getByRole("listitem").first()).toContainText("Strange");
  await expectAccessible(page);
});
