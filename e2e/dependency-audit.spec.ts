import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import {
  type AuditGraph,
  asText,
  type Filled,
  meaningOf,
  SHIPPED,
  smallLockfile,
} from "./pages/audit-parts.ts";
import { editorPage } from "./pages/editor-page.ts";
import type { Rest } from "./server/rest.ts";

// Hundreds of acts: a machine that others share takes its time for them.
test.setTimeout(4 * 60_000);

/** How a person fills in fields and presses buttons; the tests differ in nothing else but how nodes come to be. */
type Hand = {
  readonly fill: (field: Locator, text: string) => Promise<void>;
  readonly press: (button: Locator) => Promise<void>;
  readonly choose: (field: Locator, option: string) => Promise<void>;
};

const part = (form: Locator, title: string) =>
  form.locator("details").filter({ has: form.page().locator("summary", { hasText: title }) });

const DRAWN = "Audit drawn by hand";

const field = (within: Locator, name: string | RegExp) =>
  within.getByRole("textbox", typeof name === "string" ? { name, exact: true } : { name }).first();

async function opened({ press }: Hand, section: Locator): Promise<Locator> {
  if ((await section.getAttribute("open")) === null) await press(section.locator("summary").first());
  await expect(section).toHaveAttribute("open", "");
  return section;
}

/** What the workflow says of itself, in the form that is shown where nothing is chosen. */
async function fillWorkflow(page: Page, hand: Hand): Promise<void> {
  const form = page.getByTestId("workflow-form");
  await expect(form).toBeVisible();
  // Another name than the shipped one: later tests of this server choose workflows by theirs.
  await hand.fill(field(form, /^Name/), DRAWN);
  await hand.fill(field(form, "Description"), SHIPPED.description);
  const limits = await opened(hand, part(form, "Limits"));
  await hand.press(limits.getByRole("button", { name: "Add Limits" }));
  for (const [label, name] of [
    ["Max depth", "maxDepth"],
    ["Max agents per level", "maxAgentsPerLevel"],
    ["Max runs", "maxRuns"],
    ["Recursion timeout (ms)", "recursionTimeoutMs"],
  ] as const)
    await hand.fill(field(limits, label), String(SHIPPED.limits[name]));
  const contract = await opened(hand, part(form, "Input and output"));
  await hand.press(contract.getByRole("button", { name: "Add Input schema" }));
  await hand.fill(field(contract, /^Input schema/), JSON.stringify(SHIPPED.inputSchema));
}

/** All that a node of the shipped graph says, in the form of the node that was just made under `made`. */
async function fillNode(page: Page, hand: Hand, id: string): Promise<void> {
  const form = page.getByTestId("node-form");
  const node = SHIPPED.nodes[id] as (typeof SHIPPED.nodes)[string] & Filled;
  const idField = field(form, "Id");
  await hand.fill(idField, id);
  await idField.press("Enter");
  await expect(form.getByText(`Expressions read it as nodes.${id}`, { exact: true })).toBeVisible();
  if (node.name) await hand.fill(field(form, "Name"), node.name);
  for (const { port, when } of node.cases ?? []) {
    await hand.fill(field(form, /^Port/), port);
    await hand.fill(field(form, /^When/), when);
  }
  if (node.default) await hand.fill(field(form, "Default"), node.default);
  if (node.task) await hand.fill(form.getByRole("combobox", { name: /^Task/ }), node.task);
  if (node.input && node.input !== "= input") await hand.fill(field(form, "Input"), asText(node.input));
  if (node.output) await hand.fill(field(form, "Output"), node.output);
  if (node.over) await hand.fill(field(form, /^Over/), node.over);
  if (node.body) await fillBody(form, hand, node.body);
  if (node.retry) {
    const time = await opened(hand, part(form, "Time and retries"));
    await hand.press(time.getByRole("button", { name: "Add Retry" }));
    await hand.fill(field(time, "Max attempts"), String(node.retry.maxAttempts));
    await hand.fill(field(time, "Initial (ms)"), String(node.retry.initialMs));
  }
  if (node.join) {
    const contract = await opened(hand, part(form, "Contract").last());
    await hand.press(contract.getByRole("button", { name: "Add Join" }));
    await hand.choose(contract.getByRole("combobox", { name: "Kind of Join" }), node.join);
  }
}

async function fillBody(form: Locator, hand: Hand, body: NonNullable<Filled["body"]>): Promise<void> {
  const each = form.getByRole("group", { name: "Each time" });
  await hand.choose(each.getByRole("combobox", { name: "Kind of what it does" }), "Subworkflow");
  await hand.fill(field(each, "Input"), asText(body.input));
  await hand.fill(field(each, "Label"), body.label);
  const recursion = await opened(hand, part(each, "Recursion"));
  await hand.fill(field(recursion, "Once"), body.once);
  await hand.choose(recursion.getByRole("combobox", { name: "On cycle" }), body.onCycle);
  await hand.fill(field(recursion, "Cycle ignore"), body.cycleIgnore.join("\n"));
}

/** Publishes what was drawn, and holds it and what it gives against the graph that is shipped. */
async function holdAgainstShipped(page: Page, hand: Hand, rest: Rest, slug: string): Promise<void> {
  await editorPage(page).saved();
  await hand.press(page.getByTestId("publish"));
  const dialog = page.getByRole("dialog");
  await hand.fill(dialog.getByRole("textbox", { name: "What is new" }), "Drawn");
  await hand.press(dialog.getByRole("button", { name: "Publish", exact: true }));
  await expect(page.getByText("is published as revision 1")).toBeVisible();
  const { graph } = await rest.workflow(slug);
  expect(meaningOf(graph as AuditGraph)).toEqual(meaningOf({ ...SHIPPED, name: DRAWN }));

  const input = { lockfile: smallLockfile() };
  const ids = [await rest.start(slug, input), await rest.start("dependency-audit", input)];
  const outputs: unknown[] = [];
  for (const { id } of ids) {
    expect((await rest.waitForEnd(id, 30_000)).status).toBe("succeeded");
    outputs.push(await rest.output(id));
  }
  expect(outputs[0]).toEqual(outputs[1]);
  expect(JSON.stringify(outputs[0])).toContain("pure-rand");
}

test("the audit that is shipped is drawn with the mouse, and gives the same", async ({
  signedIn: page,
  rest,
}) => {
  const hand: Hand = {
    fill: async (into, text) => {
      await into.click();
      await into.fill(text);
    },
    press: (button) => button.click(),
    choose: async (list, option) => {
      await list.click();
      await page.getByRole("option", { name: option, exact: true }).click();
    },
  };
  const editor = editorPage(page);
  await editor.create("Audit by mouse");
  await fillWorkflow(page, hand);
  const out = page.getByRole("button", { name: "Zoom Out" });
  for (let times = 0; times < 3; times++) await out.click();
  const rail = page.getByRole("complementary", { name: "Kinds of node" });
  await rail
    .getByRole("button", { name: "Decision" })
    .dragTo(editor.canvas, { targetPosition: { x: 90, y: 300 } });
  await fillNode(page, hand, "level");

  /** From a port onto empty canvas: what is chosen there is connected. */
  const behind = async (source: string, port: string, kind: string, id: string, [dx, dy] = [50, 0]) => {
    const from = await editor.middle(editor.exit(source, port));
    await editor.drag(from, { x: from.x + dx, y: from.y + dy });
    await editor.palette.getByText(kind, { exact: true }).click();
    await expect(editor.palette).toBeHidden();
    await fillNode(page, hand, id);
  };
  await behind("level", "project", "Task", "index", [50, -140]);
  await behind("index", "", "Map", "direct", [40, -18]);
  await behind("direct", "", "Task", "report", [-70, -90]);
  await behind("level", "package", "Task", "inspect", [50, 90]);
  await behind("inspect", "", "Map", "dependencies", [40, -18]);
  await behind("dependencies", "", "Task", "summarize", [-70, 70]);
  await behind("summarize", "", "End", "summarized", [40, -18]);
  // And the other way: a node first, then the edge that leads to it.
  await rail
    .getByRole("button", { name: "End" })
    .dragTo(editor.canvas, { targetPosition: { x: 500, y: 80 } });
  await fillNode(page, hand, "reported");
  await editor.drag(
    await editor.middle(editor.exit("report")),
    await editor.middle(editor.entry("reported")),
  );
  await expect(editor.edges).toHaveCount(8);
  await holdAgainstShipped(page, hand, rest, "audit-by-mouse");

  // At the first look at a graph of five nodes in a row, none of them is cut off.
  await editor.open("dependency-audit");
  const right = async (of: Locator) => {
    const box = await of.boundingBox();
    return (box?.x ?? Number.NaN) + (box?.width ?? Number.NaN);
  };
  await expect
    .poll(async () => (await right(editor.canvas)) - (await right(editor.node("summarized"))))
    .toBeGreaterThan(0);
});
