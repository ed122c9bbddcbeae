import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const graphOf = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    ask: { kind: "http", url: "https://example.org", timeoutMs: 5000 },
    end: { kind: "end", output: 1 },
  },
  edges: [{ source: "ask", target: "end" }],
  ...more,
});

const timeoutOf = (page: Page) =>
  page.getByTestId("node-form").getByRole("textbox", { name: "Timeout (ms)" });

const REFUSED = [
  ["12345678901234567890", "more digits than a number keeps"],
  ["-7", "the least is"],
  ["1.2.3", "it is no number"],
  ["soon", "it is no number"],
  ["2.5", "it is no whole number"],
] as const;

test("a number that cannot be taken over stays in its field, is a problem, and publishing asks", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("timed"));
  const editor = editorPage(page);
  await editor.open("timed");
  await editor.node("ask").click();
  const field = timeoutOf(page);
  await expect(field).toHaveValue("5,000");
  for (const [text, why] of REFUSED) {
    await field.fill(text);
    await field.blur();
    await expect(field).toHaveValue(text);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(new RegExp(why));
  }
  await expect(page.getByTestId("save-state")).toHaveText("Field not saved");

  // It is kept while something else is looked at, counted, and leads back.
  await editor.node("end").click();
  await page.getByTestId("publish").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("A field is not in the draft");
  await expect(dialog.getByRole("button", { name: "To the problems" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page
    .getByRole("list", { name: "Problems" })
    .getByRole("button", { name: /nodes\/ask\/timeoutMs.*it is no whole number/ })
    .click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("2.5");
  expect((await rest.draft("timed")).graph.nodes["ask"]).toMatchObject({ timeoutMs: 5000 });

  await field.fill("6000");
  await expect(field).not.toHaveAttribute("aria-invalid");
  await field.press("ArrowUp");
  await expect(field).toHaveValue("6,001");
  await editor.saved();
  expect((await rest.draft("timed")).graph.nodes["ask"]).toMatchObject({ timeoutMs: 6001 });
});

test("a double click answers one question, and what was typed is let go of once it is published without it", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("asked"));
  const editor = editorPage(page);
  await editor.open("asked");
  await editor.node("ask").click();
  const field = timeoutOf(page);
  await field.fill("soon");
  await editor.tab("Code");
  const code = page.getByTestId("code").locator(".cm-content");
  await code.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("}");
  const dialog = page.getByRole("dialog");
  const publish = page.getByTestId("publish");

  await publish.click();
  await dialog.getByRole("button", { name: "Give it up and publish…" }).dblclick();
  const codeToo = page.getByRole("dialog", { name: "Text in Code is not on the canvas" });
  await expect(dialog).toHaveCount(1);
  await expect(codeToo).toBeVisible();
  await expect(codeToo.getByRole("button", { name: "To the code" })).toBeFocused();
  await codeToo.getByRole("button", { name: "Publish without it…" }).click();

  // Nothing is given up by looking at what would be published.
  await expect(dialog.getByRole("textbox", { name: "What is new" })).toBeFocused();
  await dialog.getByRole("button", { name: "Keep as a draft" }).click();
  await expect(dialog).toHaveCount(0);
  await editor.tab("Inspector");
  await expect(field).toHaveValue("soon");

  await publish.click();
  await dialog.getByRole("button", { name: "Give it up and publish…" }).focus();
  // A key that is held down answers one question too.
  for (let held = 0; held < 4; held++) {
    await page.keyboard.down("Enter");
    await expect(codeToo).toBeVisible();
  }
  await page.keyboard.up("Enter");
  await codeToo.getByRole("button", { name: "Publish without it…" }).click();
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("is published as revision 1")).toBeVisible();
  await expect(field).toHaveValue("5,000");
});

test("the keyboard begins in the first field of a dialog, else on the button that it is about", async ({
  signedIn: page,
  rest,
}) => {
  const slug = "begins";
  const least = { nodes: { end: { kind: "end", output: 1 } }, edges: [] };
  const all = { type: "object", required: ["of"], properties: { of: { const: "all" } } };
  await rest.publish(graphOf(slug, { ...least, inputSchema: all }));
  const editor = editorPage(page);
  const dialog = page.getByRole("dialog");
  await editor.open(slug);
  await editor.node("end").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  await expect(dialog.getByTestId("submit-draft-run")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.getByTestId("start-run").click();
  await expect(dialog.getByTestId("submit-run")).toBeFocused();

  const asking = { type: "object", required: ["n"], properties: { n: { type: "integer" } } };
  await rest.publish(graphOf(slug, { ...least, inputSchema: asking }));
  await editor.open(slug);
  await page.getByTestId("start-run").click();
  await expect(dialog.getByRole("textbox", { name: "n" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await editor.node("end").click();
  await page.keyboard.press("r");
  await expect(dialog.getByRole("textbox", { name: "n" })).toBeFocused();
});

test("a draft that was undone is said to be the published revision, and is not published once more", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(graphOf("undone"));
  const editor = editorPage(page);
  await editor.open("undone");
  await editor.node("ask").click();
  const field = timeoutOf(page);
  await field.fill("6000");
  await field.blur();
  await editor.saved();
  await expect
    .poll(async () => (await rest.draft("undone")).graph.nodes["ask"])
    .toMatchObject({ timeoutMs: 6000 });
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect
    .poll(async () => (await rest.draft("undone")).graph.nodes["ask"])
    .toMatchObject({ timeoutMs: 5000 });
  await page.getByTestId("publish").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("It is the same as revision 1.");
  await expect(dialog.getByRole("button", { name: "Publish", exact: true })).toHaveCount(0);
});
