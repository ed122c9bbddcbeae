import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import {
  type AuditGraph,
  asText,
  type Filled,
  meaningOf,
  SHIPPED,
  smallLockfile,
} from "./pages/audit-parts.ts";
import { editorPage } from "./pages/editor-page.ts";

// A few hundred keys: a machine that others share takes its time for them.
test.setTimeout(4 * 60_000);

const DRAWN = "Audit drawn by keys";

/** Nothing but keys goes in here; the page is only read. */
function handsOf(page: Page) {
  const press = (key: string) => page.keyboard.press(key);
  const type = (text: string) => page.keyboard.type(text);
  /** Once the keyboard is in what has this name, and no list is over the page. */
  const isAt = (label: string) =>
    page.waitForFunction(
      (wanted) => {
        const active = document.activeElement;
        const open = [...document.querySelectorAll("[role=dialog]:not([data-news] *),[role=listbox]")];
        if (!(active instanceof HTMLElement) || open.some((one) => one.checkVisibility())) return false;
        const [named] = (active as HTMLInputElement).labels ?? [];
        const name = active.getAttribute("aria-label") ?? named?.textContent ?? active.textContent;
        return name?.trim().startsWith(wanted) === true;
      },
      label,
      { timeout: 20_000 },
    );
  const focused = (place: Locator) => expect(place).toBeFocused();
  /** The list of what stands in the form: `words` are typed, and what is chosen is called `label`. */
  const find = async (words: string) => {
    await press("ControlOrMeta+J");
    await focused(page.getByTestId("find-field").getByRole("combobox"));
    await type(words);
    await press("Enter");
  };
  const write = async (label: string, text: string, words = label) => {
    await find(words);
    await isAt(label);
    await press("ControlOrMeta+A");
    await page.keyboard.insertText(text);
  };
  /** Presses what adds an option; the keyboard is then in its first field. */
  const add = async (label: string, first: string) => {
    await find(`Add ${label}`);
    await isAt(first);
  };
  const choose = async (label: string, option: string, words = label) => {
    await find(words);
    await isAt(label);
    await press("Enter");
    await expect(page.getByRole("option", { name: option, exact: true })).toBeVisible();
    await type(option);
    await press("Enter");
    await isAt(label);
  };
  return { press, type, focused, isAt, write, add, choose };
}

type Hands = ReturnType<typeof handsOf>;

/** All that a node of the shipped graph says, in the form of the node that was just made. */
async function fillNode({ write, add, choose }: Hands, node: Filled & { readonly name?: string }) {
  if (node.name) await write("Name", node.name);
  for (const { port, when } of node.cases ?? []) {
    await write("Port", port);
    await write("When", when);
  }
  if (node.default) await write("Default", node.default);
  if (node.task) await write("Task", node.task);
  if (node.input && node.input !== "= input") await write("Input", asText(node.input));
  if (node.output) await write("Output", node.output);
  if (node.over) await write("Over", node.over);
  if (node.body) {
    await choose("Kind of what it does", "Subworkflow");
    await write("Input", asText(node.body.input), "each time input");
    await write("Label", node.body.label);
    await write("Once", node.body.once);
    await choose("On cycle", node.body.onCycle);
    await write("Cycle ignore", node.body.cycleIgnore.join("\n"));
  }
  if (node.retry) {
    await add("Retry", "Max attempts");
    await write("Max attempts", String(node.retry.maxAttempts));
    await write("Initial (ms)", String(node.retry.initialMs));
  }
  if (node.join) {
    await add("Join", "Kind of Join");
    await choose("Kind of Join", node.join);
  }
}

async function fillWorkflow({ write, add, isAt, press }: Hands, page: Page) {
  await write("Name", DRAWN);
  await write("Description", SHIPPED.description);
  await add("Limits", "Max depth");
  for (const [label, name] of [
    ["Max depth", "maxDepth"],
    ["Max agents per level", "maxAgentsPerLevel"],
    ["Max runs", "maxRuns"],
    ["Recursion timeout (ms)", "recursionTimeoutMs"],
  ] as const)
    await write(label, String(SHIPPED.limits[name]));
  await add("Input schema", "Input schema");
  await isAt("Input schema");
  await press("ControlOrMeta+A");
  await page.keyboard.insertText(JSON.stringify(SHIPPED.inputSchema));
}

test("the audit that is shipped is drawn, published and run with the keyboard alone, and gives the same", async ({
  signedIn: page,
  rest,
}) => {
  const hands = handsOf(page);
  const { press, type, focused } = hands;
  const editor = editorPage(page);
  const command = async (words: string) => {
    await press("ControlOrMeta+K");
    await focused(page.getByTestId("palette").getByRole("combobox"));
    await type(words);
    await press("Enter");
  };
  /** In a dialog, where the fields are few. */
  const tabTo = async (field: Locator) => {
    await expect(field).toBeVisible();
    const isThere = () => field.evaluate((one) => one === document.activeElement);
    for (let times = 0; times < 6 && !(await isThere()); times++) await press("Tab");
    await focused(field);
  };
  await page.goto("/workflows");
  await command("new workflow");
  await expect(page.getByTestId("new-workflow-form")).toBeVisible();
  await type(DRAWN);
  await press("Enter");
  await page.waitForURL(/\/workflows\/audit-drawn-by-keys\/edit/);
  await focused(editor.canvas);

  const add = async (kind: string, id: string) => {
    await press("Tab");
    await focused(editor.palette.getByRole("combobox"));
    await type(kind);
    await press("Enter");
    await focused(editor.node(kind));
    await press("F2");
    await hands.isAt("Id");
    await press("ControlOrMeta+A");
    await type(id);
    await press("Enter");
    await expect(editor.node(id)).toBeVisible();
    await fillNode(hands, SHIPPED.nodes[id] as Filled);
    // Escape leads back from the form to what it is about.
    await press("Escape");
    await focused(editor.node(id));
  };
  await add("decision", "level");
  // The first port that is free is that of the package.
  await add("task", "inspect");
  await add("map", "dependencies");
  await add("task", "summarize");
  await add("end", "summarized");
  // A node is found by its name, from wherever the keyboard is.
  await press("ControlOrMeta+F");
  await focused(page.getByTestId("find-node").getByRole("combobox"));
  await type("level");
  await press("Enter");
  await focused(editor.node("level"));
  await add("task", "index");
  await add("map", "direct");
  await add("task", "report");
  // And the other way: a node first, then the edge that leads to it.
  await press("Escape");
  await add("end", "reported");
  await expect(editor.edges).toHaveCount(7);
  await press("ControlOrMeta+F");
  await focused(page.getByTestId("find-node").getByRole("combobox"));
  await type("report");
  await press("Enter");
  await focused(editor.node("report"));
  await press("l");
  await focused(page.getByTestId("connect-node").getByRole("combobox"));
  await type("reported");
  await press("Enter");
  await focused(editor.node("report"));
  await expect(editor.edges).toHaveCount(8);
  await expectAccessible(page);

  // With nothing chosen, the form is that of the workflow.
  await press("Escape");
  await fillWorkflow(hands, page);
  await press("ControlOrMeta+S");
  await editor.saved();
  await press("Escape");
  await command("publish");
  const publishing = page.getByTestId("publish-form");
  await tabTo(publishing.getByRole("textbox", { name: "What is new" }));
  await type("Drawn by keys");
  await press("Enter");
  await expect(page.getByText("is published as revision 1")).toBeVisible();
  // Until the dialog has gone, keys are its own.
  await expect(publishing).toBeHidden();
  const { graph } = await rest.workflow("audit-drawn-by-keys");
  expect(meaningOf(graph as AuditGraph)).toEqual(meaningOf({ ...SHIPPED, name: DRAWN }));

  const lockfile = smallLockfile();
  await command(`start run of ${DRAWN}`);
  const field = page.getByRole("dialog").getByRole("textbox", { name: /package-lock/ });
  await tabTo(field);
  await page.keyboard.insertText(JSON.stringify(lockfile));
  await press("ControlOrMeta+Enter");
  await page.waitForURL(/\/runs\/[^/]+$/);
  const drawn = page.url().split("/").at(-1) ?? "";
  const shipped = await rest.start("dependency-audit", { lockfile });
  const outputs: unknown[] = [];
  for (const id of [drawn, shipped.id]) {
    expect((await rest.waitForEnd(id, 30_000)).status).toBe("succeeded");
    outputs.push(await rest.output(id));
  }
  expect(outputs[0]).toEqual(outputs[1]);
  expect(JSON.stringify(outputs[0])).toContain("pure-rand");
});

test("the keyboard goes round the parts of the editor, and comes back to where it was in each", async ({
  signedIn: page,
}) => {
  const { press, type, focused, isAt } = handsOf(page);
  const editor = editorPage(page);
  await editor.open("dependency-audit");
  await focused(editor.node("level"));
  // From a node to its form, and on to the buttons, the kinds, and the canvas again.
  await press("ArrowRight");
  const node = editor.canvas.locator(".react-flow__node:focus");
  const id = (await node.getAttribute("data-id")) ?? "";
  await press("ControlOrMeta+J");
  await type("description");
  await press("Enter");
  await isAt("Description");
  await press("F6");
  await focused(page.getByRole("button", { name: "Tidy up" }).or(page.getByTestId("dry-run")).first());
  await press("F6");
  await focused(page.getByRole("searchbox", { name: "Find a kind of node" }));
  await press("F6");
  await focused(editor.node(id));
  await press("F6");
  await isAt("Description");
  await press("Shift+F6");
  await focused(editor.node(id));

  // An edge is found by its ends, and the keyboard goes on to its condition.
  await press("ControlOrMeta+F");
  await focused(page.getByTestId("find-node").getByRole("combobox"));
  await type("index direct");
  await press("Enter");
  await isAt("Only when");
  // An edge has no place of its own: the keyboard is on the canvas, and acts on the edge.
  const toCanvas = async () => {
    await press("Escape");
    await focused(editor.canvas);
  };
  await toCanvas();
  await press("h");
  // What is shown takes the keyboard a moment later.
  const inDetails = page.locator("[data-pane=details] :focus");
  await expect(page.getByRole("tab", { name: "History" })).toHaveAttribute("aria-selected", "true");
  await expect(inDetails).toHaveCount(1);
  await toCanvas();
  await press("e");
  await expect(page.getByTestId("problems")).toBeVisible();
  await expect(inDetails).toHaveCount(1);
  await toCanvas();
  await press("Shift+?");
  const sheet = page.getByTestId("shortcut-sheet");
  await expect(sheet.getByRole("region", { name: "Canvas" })).toContainText("Go to a field or button");
});
