import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const graphOf = (slug: string, nodes: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    first: { kind: "transform", output: { n: "= input.n" } },
    end: { kind: "end", output: "= nodes.first.output.n" },
    ...nodes,
  },
  edges: [{ source: "first", target: "end" }],
});

test("what was typed into a row goes along when that is called otherwise, and is gone with it", async ({
  signedIn: page,
  rest,
}) => {
  const headers = { accept: "text/plain", other: "x" };
  await rest.saveDraft(graphOf("rows", { ask: { kind: "http", url: "https://example.org", headers } }));
  const editor = editorPage(page);
  await editor.open("rows");
  await editor.node("ask").click();
  const rows = page.getByTestId("node-form").getByRole("group", { name: "Headers" });
  await rows.getByRole("textbox", { name: "Value of accept" }).fill('["text/html"');
  await rows.getByRole("textbox", { name: "Name of accept" }).fill("accepts");
  await page.keyboard.press("Enter");
  const renamed = rows.getByRole("textbox", { name: "Value of accepts" });
  await expect(renamed).toHaveValue('["text/html"');
  await expect(renamed).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByTestId("save-state")).toHaveText("Field not saved");
  await editor.tab("Problems");
  const problems = page.getByRole("list", { name: "Problems" });
  await expect(problems.getByRole("button", { name: "/nodes/ask/headers/accepts" })).toBeVisible();
  await expect(problems.getByText("What was typed is not in the draft")).toHaveCount(1);

  await editor.tab("Inspector");
  await rows.getByRole("button", { name: "Remove accepts" }).click();
  await editor.saved();
  // What comes under its name has nothing to do with it.
  await rows.getByRole("textbox", { name: "Name of other" }).fill("accepts");
  await page.keyboard.press("Enter");
  await expect(renamed).toHaveValue("x");
  await editor.saved();
});

test("while two people's drafts stand against each other, an outage does not promise to save", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("outage"));
  const editor = editorPage(page);
  await editor.open("outage");
  await editor.node("end").click();
  await page.route(
    (url) => url.pathname.includes("workflows.saveDraft"),
    async (route) => {
      await rest.saveDraft(graphOf("outage", { more: { kind: "transform", output: 1 } }));
      await route.continue();
    },
    { times: 1 },
  );
  await page.getByTestId("node-form").getByRole("textbox", { name: "Name" }).fill("Mine");
  const conflict = page.getByTestId("conflict");
  await expect(conflict).toBeVisible();
  // It came up by itself, while something else was typed: that answers nothing.
  await expect(page.getByRole("dialog")).toBeFocused();
  for (const key of ["M", "Space", "Enter", "Escape"]) await page.keyboard.press(key);
  await expect(conflict).toBeVisible();
  await expect(page.getByRole("button", { name: "Close" })).toHaveCount(0);
  await page.context().setOffline(true);
  const banner = page.getByTestId("outage");
  await expect(banner).toContainText("This browser is offline");
  await expect(banner).not.toContainText("saved by itself");
  await page.context().setOffline(false);
  await expect(banner).toHaveCount(0);
  await page.getByRole("button", { name: "Keep mine" }).click();
  await editor.saved();
  await page.context().setOffline(true);
  await expect(banner).toContainText("saved by itself");
});

const COPIED = {
  nodes: [
    {
      name: "Strange",
      type: "n8n-nodes-base.somethingStrange",
      typeVersion: 1,
      position: [0, 0],
      parameters: {},
    },
  ],
  connections: {},
};

test("a toast that offers something to do stays long enough to be read and reached", async ({
  signedIn: page,
  rest,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await rest.saveDraft(graphOf("toasts"));
  const editor = editorPage(page);
  await page.clock.install();
  await editor.open("toasts");
  await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(COPIED));
  await editor.node("end").focus();
  await page.keyboard.press("ControlOrMeta+V");
  const offer = page.getByRole("button", { name: "What became of each" });
  await expect(offer).toBeVisible();
  await page.clock.fastForward(20_000);
  await page.clock.runFor(1_000);
  await expect(offer).toBeVisible();
  await page.clock.fastForward(20_000);
  await expect(offer).toHaveCount(0);
});

test("a part of a draft is asked about with what the last run gave by then, also one that ended elsewhere", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(graphOf("ended-elsewhere"));
  const editor = editorPage(page);
  await editor.open("ended-elsewhere");
  await editor.node("end").click();
  const { id } = await rest.start("ended-elsewhere", { n: 7 });
  await rest.waitForEnd(id, 30_000);
  const asked = page.waitForRequest((request) => request.url().includes("workflows.lastRun"));
  await editor.node("end").press("o");
  await asked;
  await expect(page.getByTestId("part-plan")).toContainText(`From the last run, ${id.slice(0, 8)}`);
});
