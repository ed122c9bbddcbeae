import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

/** Longer than an editor waits for the next key. */
const QUIET_MS = 1_500;

async function openCode(page: Page, slug: string) {
  const editor = editorPage(page);
  await editor.open(slug);
  await editor.tab("Code");
  const code = page.getByTestId("code");
  await code.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+End");
  return { code };
}

const draft = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: "Typed",
  nodes: { one: { kind: "transform", output: 1 } },
  edges: [],
});

test("a letter that is typed while the page takes up the one before it stays", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(draft("typed-fast"));
  const { code } = await openCode(page, "typed-fast");
  const status = code.getByRole("status");
  await expect(status).toContainText("on the canvas at once");
  const last = code.locator(".cm-line").last();
  // As an input method writes: without an event of a key. The second letter comes as soon as the first is drawn, in a task of
  // its own as every key does.
  await status.evaluate((said) => {
    const write = (letter: string) => [...document.querySelectorAll(".cm-line")].at(-1)?.append(letter);
    const watch = new MutationObserver(() => {
      watch.disconnect();
      setTimeout(() => write("q"));
    });
    watch.observe(said, { characterData: true, childList: true, subtree: true });
    setTimeout(() => write("p"));
  });
  await expect(last).toHaveText("pq");
  await page.waitForTimeout(QUIET_MS);
  await expect(last).toHaveText("pq");
  // The text can be undone as it was typed, and goes on to be read.
  await page.keyboard.press("ControlOrMeta+Z");
  await expect(last).toHaveText("");
  await expect(status).toContainText("on the canvas at once");
});

test("what is undone on the canvas is in the code at once, also between two letters, and what is typed next stays", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(draft("typed-undone"));
  const { code } = await openCode(page, "typed-undone");
  const text = code.locator(".cm-content");
  await code.locator(".cm-line", { hasText: '"name": "Typed"' }).click();
  await page.keyboard.press("End");
  for (let left = 0; left < 2; left++) await page.keyboard.press("ArrowLeft");
  const undo = await page.getByRole("button", { name: /^Undo/ }).elementHandle();
  await text.evaluate(async (field, button) => {
    const soon = () => new Promise((done) => setTimeout(done, 60));
    (field as HTMLElement).focus();
    document.execCommand("insertText", false, "X");
    await soon();
    (button as HTMLElement).click();
    await soon();
    document.execCommand("insertText", false, "Y");
  }, undo);
  await page.waitForTimeout(QUIET_MS);
  await expect(text).toContainText('"name": "Typed"');
  await expect(text).toContainText("Y");
  await expect(code.getByRole("status")).toContainText("the last text that could be read");
  await expect(page.getByTestId("save-state")).toHaveText("Code not saved");
  expect((await rest.draft("typed-undone")).graph).toMatchObject({ name: "Typed" });
});
