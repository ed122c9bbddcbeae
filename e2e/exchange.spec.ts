import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { parse } from "yaml";
import { N8N_SUPPORT } from "#server/engine/import/testing/n8n-support";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

async function importText(page: Page, text: string, slug: string): Promise<void> {
  await page.goto("/workflows");
  await page.getByTestId("import-workflow").click();
  const form = page.getByTestId("import-form");
  await form.getByRole("textbox", { name: "Or its text" }).fill(text);
  await form.getByRole("textbox", { name: "Slug" }).fill(slug);
  await form.getByRole("button", { name: "Make a draft of it" }).click();
  await page.waitForURL(new RegExp(`/workflows/${slug}/edit`));
  await expect(editorPage(page).nodes.first()).toBeVisible();
}

/** The file that an item of the menu writes. */
async function exported(page: Page, item: string): Promise<Buffer> {
  await page.getByTestId("export-workflow").click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item }).click();
  return readFileSync(await (await saved).path());
}

test("a workflow of n8n brings its notes and what is pinned in it, and nothing of its credentials", async ({
  signedIn: page,
  rest,
}) => {
  const editor = editorPage(page);
  await importText(page, JSON.stringify(N8N_SUPPORT), "from-n8n");
  await expect(editor.canvas.locator(".react-flow__node-aside")).toContainText("Why");
  await expect(page.getByTestId("pin-banner")).toContainText("2 pinned nodes");
  await expect(editor.node("Fetch_ticket").getByTestId("pin-mark")).toBeVisible();
  await expectAccessible(page);
  const { graph } = await rest.draft("from-n8n");
  expect(Object.keys(graph.nodes)).toHaveLength(11);
  expect(JSON.stringify(graph)).not.toMatch(/deskApi|"pins?"/);

  // What it has copied is pasted the same way, pins too, under names that are free.
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, JSON.stringify(N8N_SUPPORT));
  await expect(page.getByTestId("pin-banner")).toContainText("4 pinned nodes");
  await expect(editor.node("Fetch_ticket2").getByTestId("pin-mark")).toBeAttached();
  await page.getByTestId("pin-banner").getByRole("button", { name: "Unpin all" }).click();
  await expect(page.getByTestId("pin-banner")).toHaveCount(0);
});

test("each format that is exported holds the workflow, and JSON and YAML lead back to the very same graph", async ({
  signedIn: page,
  rest,
}) => {
  await importText(
    page,
    "---\ntitle: Ship it\n---\nflowchart LR\n  a[Build] --> b{Green?}\n  subgraph s [At the end]\n    b -->|yes| c([Done])\n  end",
    "leaves",
  );
  await expect(editorPage(page).canvas.locator(".react-flow__node-aside")).toContainText("At the end");
  const { graph } = await rest.draft("leaves");
  const json = (await exported(page, "JSON")).toString();
  expect(JSON.parse(json)).toEqual(graph);
  const yaml = (await exported(page, "YAML")).toString();
  expect(parse(yaml)).toEqual(graph);
  const chart = (await exported(page, "Mermaid flowchart")).toString();
  expect(chart).toMatch(/^---\ntitle: Ship it\n---\nflowchart LR\n/);
  expect(chart).toMatch(/subgraph \w+\["At the end"\]\n {4}b\{"Green\?"\}\n {4}c\(\["Done"\]\)\n {2}end/);
  const svg = (await exported(page, "Picture (SVG)")).toString();
  for (const words of ["Build", "Green?", "Done", "At the end"]) expect(svg).toContain(words);
  const png = await exported(page, "Picture (PNG)");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(400);

  for (const [text, slug] of [
    [json, "back-as-json"],
    [yaml, "back-as-yaml"],
  ] as const) {
    await importText(page, text, slug);
    expect((await rest.draft(slug)).graph).toEqual({ ...graph, slug });
  }
});
