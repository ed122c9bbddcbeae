import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const at = (x: number) => ({ position: { x, y: 0 } });
const graphOf = (slug: string, more: object = {}) => ({
  ...more,
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    first: { kind: "transform", output: 1, ...at(0) },
    middle: { kind: "transform", output: 2, ...at(300) },
    last: { kind: "end", ...at(600) },
  },
  edges: [
    { source: "first", target: "middle" },
    { source: "middle", target: "last", when: "input.more" },
  ],
});
const said = (page: Page) => page.getByTestId("edits-said");

test("a screen reader is told of each edit, of what is undone and redone, and of typing and nudging once", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("edits-said"));
  const editor = editorPage(page);
  await editor.open("edits-said");
  await expect(said(page)).toHaveAttribute("aria-live", "polite");
  await expect(said(page)).toHaveText("");
  await editor.node("last").click();
  await page.keyboard.press("Delete");
  await expect(said(page)).toHaveText("Remove last");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(said(page)).toHaveText("Undone: Remove last");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(said(page)).toHaveText("Redone: Remove last");
  await page.keyboard.press("ControlOrMeta+z");
  await editor.node("first").click();
  await page.evaluate(() => {
    const heard: string[] = [];
    const region = document.querySelector("[data-testid=edits-said]");
    if (!region) throw new Error("Nothing says what is done.");
    new MutationObserver(() => heard.push(region.textContent ?? "")).observe(region, { childList: true });
    Object.assign(window, { heard });
  });
  await expect(page.getByRole("tablist", { name: "Details" })).toBeVisible();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown"]) await page.keyboard.press(`Alt+${key}`);
  await expect(said(page)).toHaveText("Move first");
  await page.getByRole("textbox", { name: "Description" }).pressSequentially("words");
  await expect(said(page)).toHaveText("Change description of first");
  await editor.node("first").focus();
  await page.keyboard.press("l");
  await page.getByRole("dialog").getByRole("option", { name: /last/ }).click();
  await expect(said(page)).toHaveText("Connect first → last");
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
    "Move first",
    "Change description of first",
    "Connect first → last",
  ]);
});

test("the keyboard is where what is chosen is: after a paste, a duplicate, a note, an edge, and an undo", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("with-chosen"));
  const editor = editorPage(page);
  await editor.open("with-chosen");
  await editor.node("middle").click();
  await page.keyboard.press("ControlOrMeta+d");
  await expect(editor.node("middle2")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.node("middle2")).toHaveCount(0);
  await expect(editor.node("middle")).toBeFocused();
  await editor.node("middle").click();
  await page.keyboard.press("ControlOrMeta+c");
  await page.keyboard.press("ControlOrMeta+v");
  await expect(editor.node("middle2")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(editor.node("middle2")).toHaveCount(0);
  await expect(editor.node("middle")).toHaveCount(1);
  // Several at once: the arrows go on from the first of them.
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+d");
  await expect(editor.node("first2")).toBeFocused();
  await expect(editor.node("first2")).toHaveAttribute("tabindex", "0");
  await page.keyboard.press("ArrowRight");
  await expect(editor.node("middle2")).toBeFocused();

  await page.keyboard.press("n");
  await page.keyboard.type("to be read");
  await page.keyboard.press("Escape");
  await expect(editor.canvas.locator('.react-flow__node[data-id="note:note"]')).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(editor.canvas.locator('[data-id="note:note"]')).toHaveCount(0);
  await expect(editor.nodes).toHaveCount(6);
  // An edge is no place of its own: the canvas is.
  await page.keyboard.press("ControlOrMeta+f");
  await page.keyboard.type("first → middle");
  await page
    .getByTestId("find-node")
    .getByRole("option", { name: /^first → middle/ })
    .first()
    .click();
  await expect(page.getByTestId("edge-form").getByRole("textbox").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(editor.canvas).toBeFocused();
});

test("what stands on the canvas is found by the name that it shows: an edge, a note, a frame", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(
    graphOf("found-by-name", {
      layout: {
        notes: { note: { text: "Zebra crossing", x: 0, y: 300, width: 224, height: 112 } },
        frames: { frame: { title: "Quay", x: -40, y: -80, width: 300, height: 200, nodes: ["first"] } },
      },
    }),
  );
  const editor = editorPage(page);
  await editor.open("found-by-name");
  const options = page.getByTestId("find-node").getByRole("option");
  for (const name of ["middle → last", "Zebra crossing", "Quay"]) {
    await page.keyboard.press("ControlOrMeta+f");
    await page.keyboard.type(name);
    await expect(options.first()).toContainText(name);
    await page.keyboard.press("Escape");
    await expect(options).toHaveCount(0);
  }
});

test("F6 goes round all parts of the editor while a toast stands, and the toast is one of them", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("round-toast"));
  const editor = editorPage(page);
  await editor.open("round-toast");
  const news = page.getByRole("region", { name: "Notifications" });
  const where = () =>
    page.evaluate(() => {
      const pane = document.activeElement?.closest<HTMLElement>("[data-pane], [data-news]");
      return pane ? (pane.dataset["pane"] ?? "news") : "none";
    });
  await editor.node("first").click();
  await page.keyboard.press("d");
  await expect(news.getByRole("button", { name: "Bring back" })).toBeVisible();
  for (const pane of ["details", "news", "head", "kinds", "canvas", "details", "news"]) {
    await page.keyboard.press("F6");
    await expect.poll(where, pane).toBe(pane);
  }
  await page.keyboard.press("Shift+F6");
  await expect.poll(where).toBe("details");
  await page.keyboard.press("F6");
  const dismiss = news.getByRole("button", { name: "Dismiss" });
  await expect.poll(where).toBe("news");
  await dismiss.focus();
  await page.keyboard.press("Enter");
  await expect(dismiss).toHaveCount(0);
  await expect.poll(where).toBe("details");
});

test("a dry run keeps the keyboard: as it is opened, begun, ended, its context edited, and closed", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(
    graphOf("dry-by-keys", {
      context: { values: { goal: "some words" } },
      inputSchema: { type: "object", properties: { n: { type: "integer" }, more: { type: "boolean" } } },
    }),
  );
  const editor = editorPage(page);
  await editor.open("dry-by-keys");
  await editor.node("middle").click();
  await page.keyboard.press("Shift+Enter");
  const form = page.getByTestId("dry-form");
  await expect(form.getByRole("textbox", { name: "N", exact: true })).toBeFocused();
  const seed = form.getByRole("group", { name: "Seed" });
  await expect(seed.getByRole("button", { name: "Increase" })).toBeVisible();
  await page.getByTestId("begin-dry-run").focus();
  await page.keyboard.press("Enter");
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  await expect(toolbar.getByRole("button", { name: "Continue" })).toBeFocused();
  await expect(page.getByRole("tablist", { name: "Details of the dry run" })).toBeVisible();
  const canvas = page.getByTestId("dry-canvas");
  await expect(canvas.getByRole("application", { name: "Canvas of Name of dry-by-keys" })).toBeVisible();
  await page.keyboard.press("Shift+F9");
  const text = page.getByTestId("context-editor").getByRole("textbox", { name: "Context as JSON" });
  await expect(text).toBeFocused();
  await expect(text).toContainText("some words");
  await page.keyboard.type(" ");
  await expect(text).toContainText("some words");
  await page.getByRole("tab", { name: "Tree" }).click();
  await page.getByRole("tab", { name: "Context", exact: true }).click();
  await expect(text).toBeVisible();
  await expect(page.getByRole("tab", { name: "Context", exact: true })).toBeFocused();
  await page.keyboard.press("Shift+F9");
  await expect(text).toBeFocused();
  await page.getByTestId("context-editor").getByRole("button", { name: "Cancel" }).click();
  await toolbar.getByRole("button", { name: "Continue" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("dry-state")).toHaveText("Ended");
  await expect(toolbar.getByRole("button", { name: "Restart" })).toBeFocused();
  await toolbar.getByRole("button", { name: "Close dry run" }).focus();
  await page.keyboard.press("Enter");
  await expect(editor.node("middle")).toBeFocused();
});
