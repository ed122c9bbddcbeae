import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { chooseFate } from "./pages/fork-form.ts";
import { runPage } from "./pages/run-page.ts";

type Nodes = Readonly<Record<string, unknown>>;

/** A run in a run, `levels` deep, with `leaf` at the bottom and a sibling that succeeds at each level. */
function nested(name: string, levels: number, leaf: Nodes): Record<string, unknown> & { slug: string } {
  const side = { schemaVersion: 1, slug: "side", name: "Side", nodes: { end: { kind: "end" } }, edges: [] };
  const nodes: Nodes =
    levels === 0
      ? leaf
      : {
          side: { kind: "subworkflow", graph: side, label: "side" },
          down: {
            kind: "subworkflow",
            graph: nested(name, levels - 1, leaf),
            label: `${name} ${levels - 1}`,
          },
        };
  const edges = levels === 0 ? [] : [{ source: "side", target: "down" }];
  return { schemaVersion: 1, slug: `${name}-${levels}`, name: `${name} ${levels}`, nodes, edges };
}

const BROKEN = nested("broken", 6, { no: { kind: "fail", code: "Rotten", message: "The root is rotten." } });
const ASKING = nested("asking", 6, {
  ask: { kind: "approval", title: "Go on?", details: { cost: "12 dollars" } },
});
const NAPPING = nested("napping", 6, { nap: { kind: "wait", durationMs: 3_600_000 } });
const LOOPING = {
  schemaVersion: 1,
  slug: "looping",
  name: "Looping",
  nodes: {
    turns: {
      kind: "loop",
      while: "index < 3",
      maxIterations: 5,
      body: {
        kind: "subworkflow",
        graph: { schemaVersion: 1, slug: "turn", name: "Turn", nodes: { end: { kind: "end" } }, edges: [] },
        label: "= 'turn ' + string(index)",
      },
    },
  },
  edges: [],
};

const COUNTING = {
  schemaVersion: 1,
  slug: "counting",
  name: "Counting",
  nodes: {
    turns: {
      kind: "loop",
      while: "index < 3",
      maxIterations: 5,
      body: { kind: "task", task: "demo/work", input: { what: "tides", ms: 1 } },
    },
  },
  edges: [],
};

const deepest = (page: Page, depth: number) =>
  page.locator(`[data-testid="tree-row"][data-depth="${depth}"]`).filter({ hasNotText: "side" });

test("the root cause of a failed tree of seven levels is found with one key, and forked from the level above", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(BROKEN);
  const { id } = await rest.start(BROKEN.slug, {});
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}`);
  const page = runPage(signedIn);
  await page.waitForStatus("failed");
  await signedIn.keyboard.press("n");
  await expect(page.inspector).toContainText("Rotten");
  await expect(page.inspector).toContainText("The root is rotten.");
  await expect(deepest(signedIn, 6)).toHaveAttribute("aria-selected", "true");
  await expect(deepest(signedIn, 6).locator("[data-cause]")).toHaveAttribute("data-cause", "itself");
  await expect(deepest(signedIn, 5).locator("[data-cause]")).toHaveAttribute("data-cause", "child");
  await deepest(signedIn, 1).getByTestId("source-mark").click();
  await expect(deepest(signedIn, 6)).toHaveAttribute("aria-selected", "true");
  await expectAccessible(signedIn);
  // What a failure names is a way to it, and leaves the view as it is.
  await signedIn.keyboard.press("t");
  await expect(deepest(signedIn, 0)).toHaveAttribute("aria-selected", "true");
  const origin = page.inspector.getByRole("tabpanel").getByRole("link");
  await expect(origin).toHaveText(/^[0-9a-f-]{36}\.\d+$/);
  await origin.click();
  await expect(deepest(signedIn, 6)).toHaveAttribute("aria-selected", "true");

  await signedIn.keyboard.press("p");
  await expect(deepest(signedIn, 5)).toHaveAttribute("aria-selected", "true");
  await signedIn.keyboard.press("Shift+R");
  const box = signedIn.getByRole("dialog");
  await expect(box.getByTestId("fork-reach")).toContainText(/runs \d+ places? again/);
  await chooseFate(signedIn, "down", "Replace its result");
  await box.getByRole("textbox", { name: "Result of down" }).fill('"mended"');
  await box.getByRole("button", { name: "Fork the run" }).click();
  await expect(signedIn).not.toHaveURL(new RegExp(id));
  await page.waitForStatus("succeeded");
  await page.inspector.getByRole("link", { name: "Compare with the original" }).click();
  await expect(signedIn.getByTestId("first-divergence")).toHaveText(/They part at broken 0, depth 6/, {
    timeout: 30_000,
  });
  await expect(signedIn.locator("[data-first]")).toHaveAttribute("data-differs", "given");
  await expect(signedIn.getByTestId("compare-details")).toContainText(
    "Only A has this run: in the fork a result was given",
  );
  await signedIn.keyboard.press("n");
  await expect(signedIn.getByTestId("compare-details")).toContainText("State");
  await signedIn.keyboard.press("d");
  await expectAccessible(signedIn);
  await signedIn.setViewportSize({ width: 390, height: 844 });
  const named = await signedIn.getByTestId("compare-row").last().getByTitle(/\w/).first().boundingBox();
  expect(named?.width).toBeGreaterThan(30);
});

test("an approval at depth 6 stands on the overview and is given from the menu of its row; what cannot be done says why", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(ASKING);
  const { id } = await rest.start(ASKING.slug, {});
  await signedIn.goto("/overview");
  const tile = signedIn.getByTestId("need-asked");
  await expect(tile).toContainText(/[1-9]/, { timeout: 15_000 });
  await expectAccessible(signedIn);
  await tile.click();
  await expect(signedIn).toHaveURL(/\/runs\?.*waits=person/);
  const listed = signedIn.locator(`[data-testid="run-row"][data-run-id^="${id}"]`);
  await expect(listed).toHaveCount(1);
  await listed.getByRole("link").click();
  await expect(signedIn).toHaveURL(new RegExp(`/runs/${id}\\?.*run=\\d+`));
  const row = deepest(signedIn, 6);
  await expect(row.getByTestId("wait-chip")).toHaveText(/an approval/);
  await row.click({ button: "right" });
  const menu = signedIn.getByRole("menu");
  await expect(menu.getByRole("menuitem", { name: /Do it again/ })).toContainText(
    "only tasks and child runs can be done again",
  );
  await expect(menu.getByRole("menuitem", { name: /Approve or deny/ })).toBeEnabled();
  await expectAccessible(signedIn);
  await menu.getByRole("menuitem", { name: /Approve or deny/ }).click();
  const box = signedIn.getByRole("dialog");
  await expect(box.getByTestId("approval-asked")).toContainText("Go on?");
  await expect(box.getByTestId("approval-asked")).toContainText("12 dollars");
  // Nothing is answered that nobody chose.
  await expect(box.getByRole("button", { name: "Approve or deny first" })).toBeDisabled();
  await box.getByRole("radio", { name: "Approve" }).click();
  await box.getByLabel("Comment").fill("Looks right");
  await expectAccessible(signedIn);
  await box.getByRole("button", { name: "Approve", exact: true }).click();
  await runPage(signedIn).waitForStatus("succeeded");
});

test("a branch is cancelled at its own depth, from the keyboard, after it has said what that stops", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(NAPPING);
  const { id } = await rest.start(NAPPING.slug, {});
  await signedIn.goto(`/runs/${id}`);
  await expect(deepest(signedIn, 6).getByTestId("wait-chip")).toHaveAttribute("data-wait", "timer");
  await deepest(signedIn, 3).click();
  await signedIn.keyboard.press("a");
  await signedIn.getByRole("menuitem", { name: /Cancel this run/ }).click();
  await expect(signedIn.getByTestId("cancel-reach")).toContainText("This stops 4 runs");
  await signedIn.getByTestId("confirm-cancel").click();
  await expect(deepest(signedIn, 3)).toHaveAttribute("data-status", "cancelled");
  await expect(deepest(signedIn, 6)).toHaveAttribute("data-status", "cancelled");
});

test("a reload keeps the run, its tab, the depth and what is closed", async ({ signedIn, rest }) => {
  await rest.publish(BROKEN);
  const { id } = await rest.start(BROKEN.slug, {});
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}`);
  const page = runPage(signedIn);
  await deepest(signedIn, 2).click();
  await signedIn.keyboard.press("i");
  await expect(page.inspector.getByRole("tab", { name: "Input" })).toHaveAttribute("aria-selected", "true");
  await page.inspector.getByRole("tab", { name: "Journal" }).click();
  await expect(page.inspector.getByTestId("journal")).toContainText("RunFailed");
  await signedIn.keyboard.press("s");
  await expect(signedIn).toHaveURL(/done=closed/);
  const before = signedIn.url();
  await signedIn.reload();
  expect(signedIn.url()).toBe(before);
  await expect(deepest(signedIn, 2)).toHaveAttribute("aria-selected", "true");
  await expect(page.inspector.getByTestId("journal")).toContainText("RunFailed");
  await expect(signedIn.getByRole("button", { name: "Close what has succeeded" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  for (const [tab, testId] of [
    ["Ledger", "ledger"],
    ["Attempts", null],
    ["Messages", null],
  ] as const) {
    await page.inspector.getByRole("tab", { name: tab }).click();
    if (testId) await expect(page.inspector.getByTestId(testId)).toContainText("The whole tree");
    await expectAccessible(signedIn);
  }

  await signedIn.goto(`/runs/${id}.9999`);
  const missing = signedIn.getByTestId("no-such-run");
  await expect(missing).toContainText("There is no run 9999 in this tree: it has 13, counted from 0.");
  await missing.getByRole("button", { name: "Show the root" }).click();
  await expect(missing).toHaveCount(0);
  await expect(page.row(0)).toBeVisible();
});

test("of a loop the latest iteration is shown, and earlier ones by keys", async ({ signedIn, rest }) => {
  await rest.publish(LOOPING);
  const { id } = await rest.start("looping", {});
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}`);
  const turns = signedIn.locator('[data-testid="tree-row"][data-depth="1"]');
  await expect(turns).toHaveCount(1);
  await expect(turns).toContainText("turn 2");
  await expect(turns.getByTestId("iteration")).toContainText("3/3");
  await turns.click();
  await signedIn.keyboard.press("[");
  await expect(turns).toContainText("turn 1");
  await expect(signedIn).toHaveURL(/run=2/);
  await turns.getByRole("button", { name: "Later iteration" }).click();
  await expect(turns).toContainText("turn 2");
});

test("of a loop of tasks the attempts of the latest iteration are shown, and any other is picked by keys", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(COUNTING);
  const { id } = await rest.start(COUNTING.slug, {});
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}?tab=attempts`);
  const inspector = signedIn.getByTestId("inspector");
  const picked = inspector.getByRole("combobox", { name: "Iteration of turns" });
  await expect(picked).toContainText("3 of 3, the latest");
  await expect(inspector.getByRole("list", { name: /^Attempts of turns/ })).toHaveCount(1);
  await expect(inspector.getByRole("list", { name: "Attempts of turns[2]" })).toBeVisible();
  await picked.focus();
  await signedIn.keyboard.press("Enter");
  await signedIn.keyboard.press("Home");
  await signedIn.keyboard.press("Enter");
  await expect(inspector.getByRole("list", { name: "Attempts of turns[0]" })).toBeVisible();
  await expect(inspector.getByRole("button", { name: "Earlier iteration" })).toBeDisabled();
  await inspector.getByRole("button", { name: "Later iteration" }).click();
  await expect(inspector.getByRole("list", { name: "Attempts of turns[1]" })).toBeVisible();
  await expectAccessible(signedIn);
});

test("two runs chosen in the list are compared, the older one first", async ({ signedIn, rest }) => {
  await rest.publish(LOOPING);
  const older = await rest.start("looping", {});
  const newer = await rest.start("looping", {});
  await rest.waitForEnd(older.id, 20_000);
  await rest.waitForEnd(newer.id, 20_000);
  await signedIn.goto("/runs");
  for (const { id } of [newer, older])
    await signedIn.locator(`[data-run-id="${id}"]`).getByRole("checkbox").click();
  await signedIn.getByTestId("compare-two").click();
  await expect(signedIn).toHaveURL(new RegExp(`/runs/compare\\?a=${older.id}&b=${newer.id}`));
  await expect(signedIn.getByTestId("first-divergence")).toHaveText("They part nowhere.");
  await expect(signedIn.getByTestId("compare-sums")).toContainText("4 the same");
  await expect(signedIn.getByTestId("compare-details")).toContainText("The same in both.");
  await expectAccessible(signedIn);
});
