import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import type { Rest } from "./server/rest.ts";

/** Waits until somebody cancels it. */
const ASLEEP = {
  schemaVersion: 1,
  slug: "asleep",
  name: "Asleep",
  nodes: { nap: { kind: "wait", durationMs: 3_600_000 } },
  edges: [],
};
/** Works, and then fails unless it is told otherwise. */
const BROKEN = {
  schemaVersion: 1,
  slug: "retry-broken",
  name: "Retry broken",
  nodes: {
    good: { kind: "transform", output: "good" },
    bad: { kind: "fail", code: "Broken", message: "It is broken." },
  },
  edges: [{ source: "good", target: "bad", when: "!has(input.well)" }],
};
const ONLY_ASLEEP = "/runs?q=workflow%3Aasleep";

const row = (page: Page, id: string) => page.locator(`[data-run-id="${id}"]`);
const chips = (page: Page) => page.getByTestId("query-chip");

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByTestId("palette").getByRole("combobox")).toBeFocused();
}

async function asleep(rest: Rest, count: number): Promise<string[]> {
  await rest.publish(ASLEEP);
  const ids: string[] = [];
  for (let no = 0; no < count; no += 1) ids.push((await rest.start("asleep", { name: `nap ${no}` })).id);
  return ids;
}

test("chosen runs are cancelled together by keys, after a word on what that stops", async ({
  signedIn,
  rest,
}) => {
  const ids = await asleep(rest, 3);
  const [kept = "", ...others] = ids;
  await signedIn.goto(ONLY_ASLEEP);
  await expect(row(signedIn, kept)).toHaveAttribute("data-status", "waiting");
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("x");
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("x");
  await signedIn.keyboard.press("c");
  const box = signedIn.getByRole("alertdialog");
  await expect(box.getByTestId("bulk-cancel-reach")).toContainText("2 runs");
  await box.getByRole("button", { name: "Cancel 2 runs" }).click();
  for (const id of others) await expect(row(signedIn, id)).toHaveAttribute("data-status", "cancelled");
  await expect(row(signedIn, kept)).toHaveAttribute("data-status", "waiting");
  await rest.command(kept, "cancel");
});

test("more runs are cancelled together than one request may ask for", async ({ signedIn, rest }) => {
  await rest.publish({ ...ASLEEP, slug: "asleep-many" });
  for (let no = 0; no < 25; no += 1) await rest.start("asleep-many", {});
  await signedIn.goto("/runs?q=workflow%3Aasleep-many");
  await expect(signedIn.getByTestId("run-row").first()).toHaveAttribute("data-status", "waiting");
  await signedIn.getByRole("checkbox", { name: "Choose all rows" }).click();
  await signedIn.keyboard.press("c");
  const box = signedIn.getByRole("alertdialog");
  await expect(box.getByTestId("bulk-cancel-reach")).toContainText("25 runs");
  await box.getByRole("button", { name: "Cancel 25 runs" }).click();
  await expect(signedIn.getByText("25 runs are being cancelled")).toBeVisible();
  await signedIn.goto("/runs?q=workflow%3Aasleep-many%20status%3Acancelled");
  await expect(signedIn.getByText("25 runs", { exact: true })).toBeVisible();
});

test("chosen runs are retried together, after a word on what is done again and what is not retried, and why", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(BROKEN);
  const { id: failed } = await rest.start(BROKEN.slug, {});
  expect((await rest.waitForEnd(failed, 20_000)).status).toBe("failed");
  const { id: well } = await rest.start(BROKEN.slug, { well: true });
  expect((await rest.waitForEnd(well, 20_000)).status).toBe("succeeded");
  await signedIn.goto(`/runs?q=workflow%3A${BROKEN.slug}`);
  await expect(row(signedIn, failed)).toHaveAttribute("data-status", "failed");
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("x");
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("x");
  await signedIn.keyboard.press("r");
  const box = signedIn.getByRole("alertdialog");
  const reach = box.getByTestId("bulk-retry-reach");
  await expect(reach).toContainText("Starts 1 new tree that reuse 1 result and do 1 place again.");
  await expect(reach).toContainText("1 run: It has succeeded.");
  await expectAccessible(signedIn);
  await box.getByRole("radio", { name: "All of it, from the start" }).click();
  await expect(reach).toContainText("reuse 0 results and do 2 places again.");
  await box.getByRole("radio", { name: "Only what has no result" }).click();
  await box.getByRole("button", { name: "Retry 1 run" }).click();
  await expect(signedIn.getByText("1 run is retried")).toBeVisible();
  await expect(signedIn.getByTestId("run-row")).toHaveCount(3);
  const { data } = await rest.runs(BROKEN.slug);
  const next = data.find(({ id }) => id !== failed && id !== well)?.id ?? "";
  // It breaks at the same place: what worked is not done again.
  expect((await rest.waitForEnd(next, 20_000)).status).toBe("failed");
  const done = (await rest.events(next)).filter(({ type }) => type === "NodeCompleted");
  expect(done).toMatchObject([{ nodeId: "good", reused: failed }]);
});

test("a view is saved under a name, comes back whole from any filter, and can be deleted", async ({
  signedIn,
  rest,
}) => {
  await asleep(rest, 1);
  await signedIn.goto(`${ONLY_ASLEEP}%20status%3Acancelled&sort=-duration`);
  await expect(chips(signedIn)).toHaveCount(2);
  await signedIn.getByRole("button", { name: "Saved views" }).click();
  await signedIn.getByRole("menuitem", { name: "Save this view…" }).click();
  await signedIn.getByLabel("Name").fill("Naps cut short");
  await signedIn.getByRole("button", { name: "Save view" }).click();
  await expect(signedIn.getByRole("dialog")).toHaveCount(0);

  await signedIn.goto("/runs");
  await signedIn.getByRole("button", { name: "Saved views" }).click();
  await signedIn.getByRole("menuitem", { name: "Naps cut short", exact: true }).click();
  await expect(chips(signedIn)).toHaveText(["Status Cancelled", "Workflow Asleep"]);
  await expect(signedIn).toHaveURL(/sort=-duration/);

  await signedIn.getByRole("button", { name: "Saved views" }).click();
  await signedIn.getByRole("menuitem", { name: "Delete “Naps cut short”" }).click();
  await signedIn.reload();
  await signedIn.getByRole("button", { name: "Saved views" }).click();
  await expect(signedIn.getByRole("menuitem", { name: "Save this view…" })).toBeVisible();
  await expect(signedIn.getByRole("menuitem", { name: "Naps cut short" })).toHaveCount(0);
});

test("columns are chosen, stand in the address and outlive a reload", async ({ signedIn, rest }) => {
  await asleep(rest, 1);
  await signedIn.goto("/runs");
  const head = signedIn.getByRole("columnheader", { name: "Started by" });
  await expect(head).toHaveCount(0);
  await signedIn.getByRole("button", { name: "Choose columns" }).click();
  await signedIn.getByRole("menuitemcheckbox", { name: "Started by" }).click();
  await expect(head).toBeVisible();
  await expect(signedIn).toHaveURL(/cols=/);
  await signedIn.reload();
  await expect(head).toBeVisible();
});

test("while somebody reads the list, new runs wait behind a button instead of moving it", async ({
  signedIn,
  rest,
}) => {
  await asleep(rest, 1);
  await signedIn.goto(ONLY_ASLEEP);
  await signedIn.getByTestId("run-row").first().hover();
  const [fresh = ""] = await asleep(rest, 1);
  const pill = signedIn.getByRole("button", { name: "1 new" });
  await expect(pill).toBeVisible();
  await expect(row(signedIn, fresh)).toHaveCount(0);
  await pill.click();
  await expect(row(signedIn, fresh)).toBeVisible();
  await rest.command(fresh, "cancel");
});

test("the palette filters the list that is open", async ({ signedIn, rest }) => {
  await asleep(rest, 1);
  await signedIn.goto("/runs");
  // What is typed before its field has the focus goes into it.
  await signedIn.keyboard.press("ControlOrMeta+k");
  await signedIn.keyboard.type("filter waiting");
  await expect(signedIn.getByTestId("palette").getByRole("combobox")).toHaveValue("filter waiting");
  await signedIn.keyboard.press("Enter");
  await expect(chips(signedIn)).toHaveText(["Status Waiting"]);
  await openPalette(signedIn);
  await signedIn.keyboard.type("clear the filter");
  await signedIn.keyboard.press("Enter");
  await expect(chips(signedIn)).toHaveCount(0);
});

test("the palette offers what can be done with the chosen runs before anything else", async ({
  signedIn,
  rest,
}) => {
  const [first = "", second = ""] = await asleep(rest, 2);
  await signedIn.goto(ONLY_ASLEEP);
  await expect(row(signedIn, second)).toHaveAttribute("data-status", "waiting");
  const palette = signedIn.getByTestId("palette");
  const heading = palette.locator("[cmdk-group-heading]").first();
  // Without a choice it is the row that the keys stand on: the newest.
  await signedIn.keyboard.press("j");
  await openPalette(signedIn);
  await expect(heading).toHaveText("The chosen run");
  await expect(palette.getByRole("option").first()).toContainText("Open ");
  await signedIn.keyboard.type("pause it");
  await signedIn.keyboard.press("Enter");
  await expect(row(signedIn, second)).toHaveAttribute("data-status", "paused");
  await openPalette(signedIn);
  await expect(palette.getByRole("option", { name: "Resume it" })).toBeVisible();
  await signedIn.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  await signedIn.keyboard.press("x");
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("x");
  await openPalette(signedIn);
  await expect(heading).toHaveText("2 chosen runs");
  await expect(palette.getByRole("option", { name: "Compare the two" })).toBeVisible();
  await expectAccessible(signedIn);
  await signedIn.keyboard.type("cancel 2 runs");
  await signedIn.keyboard.press("Enter");
  await signedIn.getByRole("alertdialog").getByRole("button", { name: "Cancel 2 runs" }).click();
  for (const id of [first, second])
    await expect(row(signedIn, id)).toHaveAttribute("data-status", "cancelled");
  await expect(signedIn.getByRole("toolbar", { name: "Chosen runs" })).toHaveCount(0);
  await openPalette(signedIn);
  await signedIn.keyboard.type("open");
  await signedIn.keyboard.press("Enter");
  await expect(signedIn).toHaveURL(new RegExp(`/runs/${first}`));
});

test("a chosen run that leaves the list is let go of: keys mean the row that they stand on again", async ({
  signedIn,
  rest,
}) => {
  const [first = "", second = ""] = await asleep(rest, 2);
  await signedIn.goto(`${ONLY_ASLEEP}%20status%3Awaiting`);
  await expect(row(signedIn, second)).toBeVisible();
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("x");
  const bar = signedIn.getByRole("toolbar", { name: "Chosen runs" });
  await expect(bar).toBeVisible();
  await rest.command(second, "cancel");
  await expect(row(signedIn, second)).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  const box = signedIn.getByRole("alertdialog");
  // The list may be read again meanwhile: somebody would press again.
  await expect(async () => {
    await signedIn.keyboard.press("j");
    await expect(signedIn.getByRole("grid")).toHaveAttribute("aria-activedescendant", /./, {
      timeout: 2_000,
    });
    await signedIn.keyboard.press("c");
    await expect(box).toContainText("Cancel", { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await box.getByRole("button", { name: "Keep running" }).click();
  await expect(box).toHaveCount(0);
  // It is not chosen when another filter shows it again.
  await openPalette(signedIn);
  await signedIn.keyboard.type("clear the filter");
  await signedIn.keyboard.press("Enter");
  await expect(row(signedIn, second)).toBeVisible();
  await expect(bar).toHaveCount(0);
  await rest.command(first, "cancel");
});

test("a key that comes right after another means the row that it led to", async ({ signedIn, rest }) => {
  const [id = ""] = await asleep(rest, 1);
  await signedIn.goto(ONLY_ASLEEP);
  await expect(row(signedIn, id)).toBeVisible();
  await signedIn.evaluate(async () => {
    for (const key of ["j", "c"]) {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      // No task of the page comes between, only what a key itself has led to.
      await Promise.resolve();
    }
  });
  await expect(signedIn.getByRole("alertdialog")).toContainText("Cancel");
  await rest.command(id, "cancel");
});

test("what is asked about chosen runs stays when they leave the list", async ({ signedIn, rest }) => {
  const [id = ""] = await asleep(rest, 1);
  await signedIn.goto(`${ONLY_ASLEEP}%20status%3Awaiting`);
  await expect(row(signedIn, id)).toBeVisible();
  await signedIn.keyboard.press("j");
  await openPalette(signedIn);
  await signedIn.keyboard.type("let it fail");
  await signedIn.keyboard.press("Enter");
  const form = signedIn.getByRole("dialog").getByRole("textbox").first();
  await form.fill("typed before");
  await rest.command(id, "pause");
  await expect(row(signedIn, id)).toHaveCount(0);
  await expect(form).toHaveValue("typed before");
  await signedIn.keyboard.press("Escape");
  await rest.command(id, "resume");
  await signedIn.reload();
  await expect(row(signedIn, id)).toBeVisible();
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("c");
  const box = signedIn.getByRole("alertdialog");
  await expect(box.getByRole("button", { name: "Cancel 1 run" })).toBeVisible();
  await rest.command(id, "pause");
  await expect(row(signedIn, id)).toHaveCount(0);
  await box.getByRole("button", { name: "Cancel 1 run" }).click();
  await expect.poll(async () => (await rest.run(id)).status).toBe("cancelled");
});
