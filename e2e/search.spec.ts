import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { runPage } from "./pages/run-page.ts";
import type { Rest } from "./server/rest.ts";

/** Three calls; the second hands on the key `goal` and works, the third fails. */
const call = (no: number, include: readonly string[], nodes: object) => ({
  kind: "subworkflow",
  label: `call ${no}`,
  context: { strategy: { type: "selective", include } },
  graph: { schemaVersion: 1, slug: `call-${no}`, name: `Call ${no}`, nodes, edges: [] },
});
const below = (no: number) => ({
  below: {
    kind: "subworkflow",
    label: `below ${no}`,
    graph: {
      schemaVersion: 1,
      slug: `below-${no}`,
      name: `Below ${no}`,
      nodes: { work: { kind: "task", task: "demo/work", input: { what: "tides", ms: 1 } } },
      edges: [],
    },
  },
});
const SEARCHED = {
  schemaVersion: 1,
  slug: "searched",
  name: "Searched",
  context: { values: { destination: "the moon", fuel: { value: 7, labels: ["measured"] } } },
  nodes: {
    one: call(1, ["identity"], { end: { kind: "end", output: 1 } }),
    two: call(2, ["destination"], below(2)),
    three: {
      ...call(3, ["fuel"], { no: { kind: "fail", code: "TooFar", message: "It is too far." } }),
      recovery: [{ do: "fallback", output: null }],
    },
  },
  edges: [
    { source: "one", target: "two" },
    { source: "two", target: "three" },
  ],
};

async function open(page: Page, rest: Rest, query = "") {
  await rest.publish(SEARCHED);
  const { id } = await rest.start(SEARCHED.slug, {});
  await rest.waitForEnd(id, 30_000);
  await page.goto(`/runs/${id}${query}`);
  await expect(runPage(page).row(0)).toBeVisible();
  return id;
}

const field = (page: Page) => page.getByRole("searchbox", { name: "Search this tree" });
const dim = (page: Page, no: number) =>
  page.locator(`[data-testid="tree-row"][data-run-no="${no}"][data-dimmed]`);

test("a search goes through agents, tags and keys of contexts, and Enter from hit to hit", async ({
  signedIn,
  rest,
}) => {
  await open(signedIn, rest);
  const page = runPage(signedIn);
  const count = signedIn.getByTestId("tree-matches");
  await signedIn.keyboard.press("w");
  await expect(page.rows).toHaveCount(1);
  await signedIn.keyboard.press("ControlOrMeta+f");
  await signedIn.keyboard.type("key:destination");
  await expect(count).toHaveText("3");
  await expect(page.rows).toHaveCount(3);
  await signedIn.keyboard.press("Enter");
  await expect(count).toHaveText("1 of 3");
  await signedIn.keyboard.press("Enter");
  await expect(count).toHaveText("2 of 3");
  await expect(signedIn.locator('[aria-selected="true"][data-testid="tree-row"]')).toContainText("call 2");
  await expect(page.inspector).toContainText("call 2");
  await signedIn.keyboard.press("Shift+Enter");
  await signedIn.keyboard.press("Shift+Enter");
  await expect(count).toHaveText("3 of 3");
  await expect(signedIn.locator('[aria-selected="true"][data-testid="tree-row"]')).toContainText("below 2");
  await expect(field(signedIn)).toBeFocused();
  await expectAccessible(signedIn);

  // The agent or task that a run asked: what stands above it is dimmed.
  await field(signedIn).fill("demo/work");
  await expect(count).toHaveText("1 of 1");
  await expect(page.rows).toHaveCount(3);
  await expect(dim(signedIn, 0)).toHaveCount(1);
  await field(signedIn).fill("tag:measured call");
  await expect(count).toHaveText("1");
  await expect(page.rows.filter({ hasText: "call 3" })).toHaveCount(1);
  await field(signedIn).fill("key:nowhere");
  await expect(signedIn.getByText("Nothing matches")).toBeVisible();
  await expectAccessible(signedIn);
});

test("matches can be marked among all runs, by buttons and keys too, and a reload keeps that", async ({
  signedIn,
  rest,
}) => {
  await open(signedIn, rest);
  const page = runPage(signedIn);
  await field(signedIn).fill("error:far");
  await expect(page.rows).toHaveCount(2);
  await signedIn.getByRole("button", { name: "Only matches" }).click();
  await expect(page.rows).toHaveCount(5);
  await expect(dim(signedIn, 1)).toHaveCount(1);
  await signedIn.keyboard.press("w");
  await expect(page.rows).toHaveCount(1);
  // A hit in what is closed is opened.
  await signedIn.getByRole("button", { name: "Next match" }).click();
  const hit = signedIn.locator('[aria-selected="true"][data-testid="tree-row"]');
  await expect(hit).toContainText("call 3");
  await expect(signedIn.getByTestId("tree-matches")).toHaveText("1 of 1");
  await field(signedIn).fill("call");
  await expect(signedIn.getByTestId("tree-matches")).toHaveText("3 of 3");
  await page.tree.focus();
  await signedIn.keyboard.press("ControlOrMeta+g");
  await expect(hit).toContainText("call 1");
  await signedIn.keyboard.press("ControlOrMeta+Shift+G");
  await expect(hit).toContainText("call 3");
  await expect(signedIn).toHaveURL(/among=all/);
  await expect(signedIn).toHaveURL(/q=call/);
  await signedIn.reload();
  await expect(signedIn.getByRole("button", { name: "Only matches" })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await expect(dim(signedIn, 0)).toHaveCount(1);
  await signedIn.setViewportSize({ width: 390, height: 844 });
  expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(signedIn);
});

test("what the server cannot search is said, and found at the next try; levels count what matches", async ({
  signedIn,
  rest,
}) => {
  await open(signedIn, rest, "?view=levels");
  const refused = /trees\.search/;
  await signedIn.route(refused, (route) => route.fulfill({ status: 400, json: [] }));
  await field(signedIn).fill("key:destination");
  const alert = signedIn.getByRole("alert").filter({ hasText: "could not be searched" });
  await expect(alert).toBeVisible();
  await signedIn.unroute(refused);
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toHaveCount(0);
  const runs = (depth: number) =>
    signedIn.locator(`[data-testid="level"][data-depth="${depth}"]`).getByRole("cell").nth(1);
  await expect(runs(1)).toHaveText("1");
  await expect(signedIn.getByTestId("levels")).toContainText("of 3 runs that match");
  await field(signedIn).press("Escape");
  await expect(runs(1)).toHaveText("3");
});
