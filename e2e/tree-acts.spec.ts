import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { actsMenu } from "./pages/acts-menu.ts";
import { runPage } from "./pages/run-page.ts";
import type { Rest } from "./server/rest.ts";

const graphOf = (slug: string, nodes: object, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes,
  edges: [],
  ...more,
});
const WORK = { kind: "task", task: "demo/work", input: { what: "tides", ms: 1 } };

/** Below waits one run for a signal, and after it another is to start. */
const IN_TURN = graphOf(
  "in-turn",
  {
    first: {
      kind: "subworkflow",
      label: "first",
      graph: graphOf("first-turn", { listen: { kind: "wait", signal: "go" } }),
    },
    second: {
      kind: "subworkflow",
      label: "second",
      graph: graphOf("second-turn", { end: { kind: "end", output: 2 } }),
    },
    end: { kind: "end", output: "= nodes.second.output" },
  },
  {
    edges: [
      { source: "first", target: "second" },
      { source: "second", target: "end" },
    ],
  },
);

/** A tree of `IN_TURN`, whose page is open. */
async function begun(page: Page, rest: Rest): Promise<string> {
  await rest.publish(IN_TURN);
  const { id } = await rest.start(IN_TURN.slug, {});
  await page.goto(`/runs/${id}`);
  return id;
}

test("a tree that is paused starts nothing new, and goes on where it was when it is resumed from a row below", async ({
  signedIn,
  rest,
}) => {
  const id = await begun(signedIn, rest);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await expect(page.row(1).getByTestId("wait-chip")).toContainText("go");
  await signedIn.getByTestId("pause-run").click();
  await page.waitForStatus("Paused");
  await expect(signedIn.getByTestId("resume-run")).toBeVisible();
  expect((await rest.run(id)).status).toBe("paused");

  // What waits takes its signal, and what would come next stays out.
  await acts.onRow(page.row(1), /Send a signal/);
  await acts.send("Send the signal");
  await expect(page.row(1).getByTestId("wait-chip")).toHaveCount(0);
  await expect(page.rows).toHaveCount(2);
  await expectAccessible(signedIn);
  await acts.onRow(page.row(1), /Resume the tree/);
  await page.waitForStatus("Succeeded");
  await expect(page.row(2)).toHaveAttribute("data-status", "succeeded");
  expect(await rest.output(id)).toBe(2);
  const types = (await rest.events(id)).map(({ type }) => type);
  expect(types.indexOf("TreeResumed")).toBeGreaterThan(types.indexOf("TreePaused"));
  expect(types.lastIndexOf("RunStarted")).toBeGreaterThan(types.indexOf("TreeResumed"));
});

test("a tree is paused from the menu of a row below it, by keys, and resumed by its button", async ({
  signedIn,
  rest,
}) => {
  const id = await begun(signedIn, rest);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await page.row(1).click();
  await acts.byKeys("pa", /Pause the tree/);
  await page.waitForStatus("Paused");
  await signedIn.getByTestId("resume-run").click();
  await page.waitForStatus("Waiting");
  expect((await rest.run(id)).status).toBe("running");
  await rest.command(id, "cancel");
});

test("without a network an act fails at once and is not done later, and a part that does not come leaves the page whole", async ({
  signedIn,
  rest,
}) => {
  const id = await begun(signedIn, rest);
  const network = (away: boolean) => signedIn.context().setOffline(away);
  const missing = signedIn.getByRole("alert").filter({ hasText: "This could not be loaded" });
  const dismiss = signedIn.getByRole("button", { name: "Dismiss" });
  await signedIn.getByTestId("cancel-run").click();
  await expect(signedIn.getByTestId("cancel-reach")).toBeVisible();
  await network(true);
  await signedIn.getByTestId("confirm-cancel").click();
  await expect(signedIn.getByRole("alert").filter({ hasText: "Not sent: you are offline." })).toBeVisible();
  await dismiss.click();
  await signedIn.getByRole("button", { name: "Keep running" }).click();
  await expect(signedIn.getByRole("alertdialog")).toHaveCount(0);
  await signedIn.getByRole("button", { name: "Flame" }).click();
  const flame = signedIn.getByRole("alert").filter({ hasText: "This part could not be loaded" });
  await expect(flame).toContainText("You are offline.");
  await signedIn.keyboard.press("?");
  await expect(missing).toBeVisible();
  await signedIn.getByTestId("export-run").click();
  await expect(missing).toHaveCount(2);
  const [one, other] = await Promise.all([missing.first().boundingBox(), missing.last().boundingBox()]);
  expect(one && other && one.y + one.height <= other.y, "one notice lies on the other").toBe(true);
  await dismiss.first().click();
  await dismiss.click();
  await expect(missing).toHaveCount(0);
  await expect(signedIn.getByRole("navigation", { name: "Main" })).toBeVisible();
  await network(false);
  await expect(signedIn.getByRole("group", { name: /Flame of/ })).toBeVisible();
  await expect(signedIn.getByTestId("outage")).toHaveCount(0);
  await signedIn.getByTestId("export-run").click();
  await expect(signedIn.getByRole("menuitem", { name: "JSON" })).toBeVisible();
  await signedIn.keyboard.press("Escape");
  await signedIn.keyboard.press("?");
  await expect(signedIn.getByTestId("shortcut-sheet")).toBeVisible();
  await signedIn.keyboard.press("Escape");
  await signedIn.getByTestId("pause-run").click();
  await runPage(signedIn).waitForStatus("Paused");
  // What was given up would have been done by now.
  expect((await rest.run(id)).status).toBe("paused");
});

test("what is chosen is what its keys act on at once, however long the page is busy", async ({
  signedIn,
  rest,
}) => {
  const id = await begun(signedIn, rest);
  const page = runPage(signedIn);
  await expect(page.row(1)).toBeVisible();
  await expect(signedIn.getByTestId("run-acts")).toBeVisible();
  await expect(signedIn.getByTestId("inspector")).toHaveAccessibleName("Run in-turn");
  // Before anything that waits for its turn: the next key comes with the same event.
  const named = await page.row(1).evaluate(async (row: HTMLElement) => {
    row.click();
    await null;
    return document.querySelector('[data-testid="inspector"]')?.getAttribute("aria-label");
  });
  expect(named).toBe("Run first");
  await rest.command(id, "cancel");
});

test("a variable is set one level down, and expressions that come later see it", async ({
  signedIn,
  rest,
}) => {
  const told = graphOf(
    "told-below",
    {
      listen: { kind: "wait", signal: "go" },
      end: { kind: "end", output: { size: "= vars.size", mood: "= vars.mood" } },
    },
    { variables: { size: 3, mood: "calm" }, edges: [{ source: "listen", target: "end" }] },
  );
  const graph = graphOf(
    "told-twice",
    {
      below: { kind: "subworkflow", label: "below", graph: told },
      end: { kind: "end", output: "= nodes.below.output" },
    },
    { edges: [{ source: "below", target: "end" }] },
  );
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await expect(page.row(1).getByTestId("wait-chip")).toBeVisible();
  await acts.note(page.row(0), /Set a variable/, "its graph declares no variables");
  await acts.onRow(page.row(1), /Set a variable/);
  await acts.form.getByRole("combobox", { name: "Variable" }).click();
  await signedIn.getByRole("option", { name: "size" }).click();
  const value = acts.form.getByLabel("Value");
  await expect(value).toHaveValue("3");
  await value.fill("[4, 2]");
  await expectAccessible(signedIn);
  await acts.send("Set it");
  // What it is now is what the form begins with the next time.
  await acts.onRow(page.row(1), /Set a variable/);
  await acts.form.getByRole("combobox", { name: "Variable" }).click();
  await signedIn.getByRole("option", { name: "size" }).click();
  await expect(value).toHaveValue(/4,\s+2/);
  await signedIn.keyboard.press("Escape");
  await acts.onRow(page.row(1), /Send a signal/);
  await acts.send("Send the signal");
  await page.waitForStatus("Succeeded");
  expect(await rest.output(id)).toEqual({ size: [4, 2], mood: "calm" });
});

test("a budget that is used up is topped up from the menu, and what it had stopped goes on", async ({
  signedIn,
  rest,
}) => {
  const graph = graphOf(
    "short-of-agents",
    { first: WORK, second: WORK },
    {
      limits: { maxAgents: 1, onBudgetExhausted: "softStop" },
      edges: [{ source: "first", target: "second" }],
    },
  );
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await page.waitForStatus("Needs attention");
  await acts.onRow(page.row(0), /Top up the budget/);
  const more = acts.form.getByRole("textbox", { name: "More agent attempts" });
  await expect(acts.form).toContainText("1 of 1 used");
  await acts.form.getByRole("button", { name: "Top up" }).click();
  await expect(acts.form.getByRole("alert")).toHaveText("Say how much more of something.");
  await more.fill("2");
  await more.blur();
  await expect(acts.form.getByRole("alert")).toHaveCount(0);
  await expectAccessible(signedIn);
  await acts.send("Top up");
  await page.waitForStatus("Succeeded");
  await page.inspector.getByRole("tab", { name: "Ledger" }).click();
  await expect(page.inspector.getByTestId("ledger")).toContainText(/2\s*of\s*3|2\s*\/\s*3/);
  const toppedUp = (await rest.events(id)).find(({ type }) => type === "ToppedUp");
  expect(toppedUp).toBeDefined();
});

test("a top-up of the root lets a run three levels down go on that was granted too little", async ({
  signedIn,
  rest,
}) => {
  const granted = (slug: string, nodes: object, more: object = {}) => ({
    kind: "subworkflow",
    grant: { agents: 1 },
    graph: graphOf(slug, nodes, more),
  });
  const edges = [{ source: "first", target: "second" }];
  const deepest = granted("third-level", { first: WORK, second: WORK }, { edges });
  const nodes = { below: granted("first-level", { below: granted("second-level", { below: deepest }) }) };
  const limits = { maxAgents: 1, onBudgetExhausted: "pauseForApproval" };
  const graph = graphOf("short-below", nodes, { limits });
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await page.waitForStatus("Paused");
  await acts.onRow(page.row(0), /Top up the budget/);
  await acts.form.getByRole("textbox", { name: "More agent attempts" }).fill("1");
  await acts.send("Top up");
  await page.waitForStatus("Succeeded");
});

test("what a tree has used is told as it was at its end, without a look anew", async ({ signedIn, rest }) => {
  const graph = graphOf(
    "used-late",
    { ask: { kind: "approval", title: "Go on?" }, work: WORK, end: { kind: "end", output: 1 } },
    {
      edges: [
        { source: "ask", target: "work", port: "approved" },
        { source: "work", target: "end" },
      ],
    },
  );
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const used = signedIn.getByTitle("Attempts at work that is not pure, of agents and tasks");
  await expect(used).toHaveText("0 agents");
  // By somebody else: what is done here asks anew anyway. It ends long before the page would have asked by itself.
  await signedIn.waitForResponse((response) => response.url().includes("runs.levels"));
  await rest.answer(id, "ask", true);
  await runPage(signedIn).waitForStatus("Succeeded");
  await expect(used).toHaveText("1 agent");
});
