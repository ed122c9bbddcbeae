import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";
import { openWide as open, type State, shootStates, wholeCanvas } from "./pages/state-shots.ts";
import type { Rest } from "./server/rest.ts";
import { TRIAGE_INPUT, TRIAGE_READ, triage } from "./server/triage.ts";

/** Reports with what their runs hand on: all of it, but what is secret. */
const handing = (slug: string) => ({
  ...triage(slug),
  context: {
    values: { team: "Quays", notes: "Whatever stops work comes first.", key: "a secret" },
    rules: [{ name: "no keys below", actions: { do: "mask", keys: ["key"] } }],
  },
});

const STATES: readonly State[] = [
  { name: "dry-run", show: dryRun },
  {
    name: "dry-ledger",
    show: async (page, rest) => {
      await dryRun(page, rest);
      await editorPage(page).tab("Ledger");
    },
  },
  {
    name: "dry-context",
    show: async (page, rest) => {
      await dryRun(page, rest);
      await editorPage(page).tab("Context");
    },
  },
  { name: "draft-run", show: draftRun },
];

async function pinned(page: Page, rest: Rest, slug: string): Promise<void> {
  await rest.saveDraft(handing(slug));
  await open(page, slug, "read");
  const form = page.getByTestId("try-it");
  if (await page.getByTestId("pin-banner").isHidden()) {
    await form.locator("summary").click();
    await form.getByRole("button", { name: "Write an output" }).click();
    await form.getByRole("textbox", { name: "Output" }).fill(JSON.stringify(TRIAGE_READ));
    await form.getByRole("button", { name: "Pin", exact: true }).click();
  }
  await expect(page.getByTestId("pin-banner")).toBeVisible();
}

/** Stopped at a breakpoint in a run below. */
async function dryRun(page: Page, rest: Rest): Promise<void> {
  await pinned(page, rest, "triage-dry");
  await editorPage(page).node("cause").click();
  if (await editorPage(page).node("cause").getByTestId("breakpoint-mark").isHidden())
    await page.getByTestId("canvas").press("b");
  await page.getByTestId("dry-run").click();
  await page.getByTestId("dry-form").getByRole("textbox").first().fill(JSON.stringify(TRIAGE_INPUT));
  await page.getByTestId("begin-dry-run").click();
  const toolbar = page.getByRole("toolbar", { name: "Dry run" });
  await expect(page.getByTestId("dry-state")).toContainText("Before");
  await toolbar.getByRole("combobox", { name: "Speed" }).click();
  await page.getByRole("option", { name: "As fast as it goes" }).click();
  await toolbar.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("dry-state")).toContainText("at its breakpoint");
  await wholeCanvas(page);
}

/** Under way: runs below wait for a person. */
async function draftRun(page: Page, rest: Rest): Promise<void> {
  await pinned(page, rest, "triage");
  await page.getByTestId("run-draft").click();
  await page.getByRole("menuitem", { name: "Run all of it…" }).click();
  const form = page.getByTestId("run-draft-form");
  await form.getByRole("textbox").first().fill(JSON.stringify(TRIAGE_INPUT), { timeout: 10_000 });
  await page.getByTestId("submit-draft-run").click();
  const { node } = editorPage(page);
  await expect(node("urgency").getByTestId("node-state")).toHaveText("degraded", { timeout: 30_000 });
  await expect(node("each").getByTestId("node-state")).toBeVisible({ timeout: 30_000 });
  await page.locator(".react-flow__pane").click({ position: { x: 20, y: 20 } });
  await wholeCanvas(page);
}

test.describe.configure({ mode: "default" });
shootStates(STATES);
