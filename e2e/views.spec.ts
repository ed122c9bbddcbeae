import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { runPage } from "./pages/run-page.ts";
import { startGrove } from "./server/grove.ts";
import type { Rest } from "./server/rest.ts";
import { startTrial } from "./server/trial.ts";

const VIEWS = ["timeline", "flame", "levels", "graph"] as const;
const PART = { timeline: "timeline", flame: "flame", levels: "levels", graph: "run-graph" } as const;

async function openTrial(page: Page, rest: Rest, query = "") {
  const { id } = await startTrial(rest);
  await rest.waitForEnd(id, 30_000);
  await page.goto(`/runs/${id}${query}`);
  await expect(runPage(page).row(0)).toBeVisible();
  return id;
}

/** Below a call with a grant of two agents, four attempts in a row: the second crosses four fifths of the grant. */
const ASKER = {
  schemaVersion: 1,
  slug: "asker",
  name: "Asker",
  limits: { maxAgents: 20, maxAgentsPerLevel: 1 },
  nodes: {
    below: {
      kind: "subworkflow",
      grant: { agents: 2 },
      label: "with a grant",
      graph: {
        schemaVersion: 1,
        slug: "granted",
        name: "Granted",
        nodes: {
          work: {
            kind: "map",
            over: "= range(4)",
            body: { kind: "task", task: "demo/work", input: { what: "a step", ms: 150 } },
          },
        },
        edges: [],
      },
    },
  },
  edges: [],
};

const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

test("v goes through the views, and the address keeps the one that is shown", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest);
  for (const view of VIEWS) {
    await signedIn.keyboard.press("v");
    // Its code is fetched when it is first looked at.
    await expect(signedIn.getByTestId(PART[view])).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => param(signedIn, "view")).toBe(view);
  }
  await signedIn.reload();
  await expect(signedIn.getByTestId("run-graph")).toBeVisible();
  await expect(signedIn.getByTestId("graph-card")).toHaveCount(6);
  await signedIn.keyboard.press("v");
  await expect.poll(() => param(signedIn, "view")).toBeNull();
  await expect(signedIn.getByTestId("run-graph")).toHaveCount(0);
});

test("one run is chosen in all views, by the same keys", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest, "?view=timeline");
  await signedIn.getByRole("group", { name: /Timeline of 6 runs/ }).focus();
  for (let press = 0; press < 4; press += 1) await signedIn.keyboard.press("ArrowDown");
  await expect.poll(() => param(signedIn, "run")).toBe("3");
  await expect(signedIn.getByTestId("chosen-run")).toHaveText(/try 3, failed, depth 1/);
  await expect(runPage(signedIn).row(3)).toHaveAttribute("aria-selected", "true");
  await expect(runPage(signedIn).inspector).toContainText("try 3");

  await signedIn.getByRole("button", { name: "Flame" }).click();
  await signedIn.getByRole("group", { name: /Flame of 6 runs/ }).focus();
  await signedIn.keyboard.press("ArrowRight");
  await expect.poll(() => param(signedIn, "run")).toBe("4");
  await signedIn.keyboard.press("ArrowUp");
  await expect.poll(() => param(signedIn, "run")).toBe("0");
  await signedIn.keyboard.press("ArrowDown");
  await expect.poll(() => param(signedIn, "run")).toBe("1");

  await signedIn.getByRole("button", { name: "Graph" }).click();
  await expect(signedIn.locator('[data-testid="graph-card"][data-chosen]')).toContainText("try 1");
  await signedIn.getByTestId("graph-card").filter({ hasText: "try 5" }).click();
  await expect.poll(() => param(signedIn, "run")).toBe("5");
  await signedIn.reload();
  await expect(runPage(signedIn).inspector).toContainText("try 5");
});

test("keys zoom the axis and search the tree wherever the focus is, and the list of shortcuts names them", async ({
  signedIn,
  rest,
}) => {
  await openTrial(signedIn, rest, "?view=timeline");
  await expect(signedIn.getByTestId("timeline")).toBeVisible();
  await signedIn.keyboard.press("ControlOrMeta+f");
  const search = signedIn.getByRole("searchbox", { name: "Search this tree" });
  await expect(search).toBeFocused();
  await signedIn.keyboard.type("try 5");
  await expect(runPage(signedIn).rows).toHaveCount(2);
  await signedIn.keyboard.press("Escape");
  await expect(runPage(signedIn).rows).toHaveCount(6);
  await signedIn.keyboard.press("n");
  await expect.poll(() => param(signedIn, "run")).toBe("3");
  await signedIn.keyboard.press("z");
  await expect.poll(() => param(signedIn, "zoom")).not.toBeNull();
  const chosen = param(signedIn, "zoom");
  await signedIn.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => param(signedIn, "zoom")).not.toBe(chosen);
  const later = param(signedIn, "zoom");
  await signedIn.keyboard.press("-");
  await expect.poll(() => param(signedIn, "zoom")).not.toBe(later);
  await signedIn.keyboard.press("?");
  const sheet = signedIn.getByTestId("shortcut-sheet");
  await expect(sheet).toContainText("Zoom to the chosen run");
  await expect(sheet).toContainText("Search this tree");
});

test("a reload keeps how a view is drawn, what is searched for and where the flame begins", async ({
  signedIn,
  rest,
}) => {
  await openTrial(signedIn, rest, "?view=timeline");
  const path = signedIn.getByRole("button", { name: "Critical path" });
  const rests = signedIn.getByRole("button", { name: "Shorten rests" });
  await path.click();
  await rests.click();
  await signedIn.getByRole("searchbox", { name: "Search this tree" }).fill("try 5");
  await expect(runPage(signedIn).rows).toHaveCount(2);
  for (const name of ["critical", "rests", "q"])
    await expect.poll(() => param(signedIn, name), name).not.toBeNull();
  await signedIn.reload();
  await expect(path).toHaveAttribute("aria-pressed", "true");
  await expect(rests).toHaveAttribute("aria-pressed", "true");
  await expect(runPage(signedIn).rows).toHaveCount(2);

  await signedIn.getByRole("button", { name: "Flame" }).click();
  const width = signedIn.getByRole("combobox", { name: "What width stands for" });
  for (const measure of ["tokens", "cost"]) {
    await width.click();
    await signedIn.getByRole("option", { name: `Width: ${measure}` }).click();
    await expect.poll(() => param(signedIn, "width")).toBe(measure);
  }
  await signedIn.reload();
  await expect(width).toContainText("Width: cost");
});

test("panes keep the width that they were dragged to, by mouse or keys", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest, "?view=timeline");
  await expect(signedIn.getByTestId("timeline")).toBeVisible();
  const width = async () => Math.round((await signedIn.locator("#tree-panel").boundingBox())?.width ?? 0);
  const edge = signedIn.getByRole("separator").first();
  await expect.poll(width).toBe(440);
  const box = await edge.boundingBox();
  const [x, y] = [box?.x ?? 0, (box?.y ?? 0) + 200];
  await signedIn.mouse.move(x, y);
  await signedIn.mouse.down();
  await signedIn.mouse.move(x - 60, y, { steps: 4 });
  await signedIn.mouse.up();
  await expect.poll(async () => Math.abs((await width()) - 380)).toBeLessThan(4);
  const dragged = await width();
  await edge.focus();
  await signedIn.keyboard.press("ArrowRight");
  await expect.poll(width).toBeGreaterThan(dragged);
  const moved = await width();
  await signedIn.reload();
  await expect.poll(async () => Math.abs((await width()) - moved)).toBeLessThan(4);
});

test("what is closed in the tree is closed in the graph, and a search dims the rest", async ({
  signedIn,
  rest,
}) => {
  await openTrial(signedIn, rest, "?view=graph");
  await expect(signedIn.getByTestId("graph-card")).toHaveCount(6);
  await signedIn.keyboard.press("w");
  await expect(signedIn.getByTestId("graph-card")).toHaveCount(1);
  await signedIn.keyboard.press("e");
  await expect(signedIn.getByTestId("graph-card")).toHaveCount(6);
  await signedIn.getByRole("searchbox", { name: "Search this tree" }).fill("failed");
  await expect(signedIn.getByTestId("graph-card")).toHaveCount(2);
});

test("levels say what their runs took and lead to them", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest, "?view=levels");
  const level = signedIn.locator('[data-testid="level"][data-depth="1"]');
  await expect(level.getByRole("cell").nth(1)).toHaveText("5");
  await level.getByRole("button", { name: /failed: go to the first/ }).click();
  await expect.poll(() => param(signedIn, "run")).toBe("3");
  await signedIn
    .locator('[data-testid="level"][data-depth="0"]')
    .getByRole("button", { name: /show the tree to this depth/ })
    .click();
  await expect(runPage(signedIn).rows).toHaveCount(1);
});

test("the tree is shown as it was when something happened, in every view, and after a reload", async ({
  signedIn,
  rest,
}) => {
  const id = await openTrial(signedIn, rest, "?view=graph");
  const page = runPage(signedIn);
  const failed = (await rest.tree(id)).find(({ label }) => label === "try 3");
  const at = new Date(failed?.endedAt ?? 0).getTime();
  await expect(signedIn.locator('[data-mark="failure"]')).toHaveCount(1);
  await signedIn.keyboard.press(",");
  await expect.poll(() => param(signedIn, "t")).toBe(String(at));
  await expect(signedIn.getByTestId("as-it-was")).toContainText("Failed: Broken");
  await expect(page.row(3)).toHaveAttribute("data-status", "failed");
  for (const no of [0, 4, 5]) await expect(page.row(no)).not.toHaveAttribute("data-status", "succeeded");
  await expect(signedIn.getByTestId("graph-card").filter({ hasText: "try 5" })).toContainText(
    /waiting|running/i,
  );

  await signedIn.reload();
  await expect(page.row(5)).toHaveAttribute("data-status", /waiting|running/);
  const slider = signedIn.getByRole("slider", { name: /Moment/ });
  await slider.focus();
  await signedIn.keyboard.press("Home");
  await expect(page.rows).not.toHaveCount(6);
  await signedIn.keyboard.press("End");
  await expect(page.row(5)).toHaveAttribute("data-status", "succeeded");
  await expect.poll(() => param(signedIn, "t")).toBeNull();
});

test("keys lead to the moment at which a budget was escalated, and the tree is as it was then", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(ASKER);
  const { id } = await rest.start(ASKER.slug, {});
  await rest.waitForEnd(id, 30_000);
  await signedIn.goto(`/runs/${id}`);
  const page = runPage(signedIn);
  await page.waitForStatus("succeeded");
  await expect(signedIn.locator('[data-mark="budget"]').first()).toBeVisible();
  await signedIn.keyboard.press(",");
  await expect(signedIn.getByTestId("as-it-was")).toContainText(/(Asked for|Was granted) more agents/);
  await expect(page.row(1)).toHaveAttribute("data-status", "running");
});

test("what is exported of the past is the tree as it was then, and its name says so", async ({
  signedIn,
  rest,
}) => {
  const { id } = await startGrove(rest, { levels: 2, napMs: 20 });
  await rest.waitForEnd(id, 60_000);
  const tree = await rest.tree(id);
  const root = tree.find(({ depth }) => depth === 0);
  const first = Math.min(
    ...tree.filter(({ depth }) => depth === 1).map((run) => Date.parse(run.startedAt ?? "")),
  );
  const at = first + 1;
  const begun = tree.filter(({ startedAt }) => Date.parse(startedAt ?? "") <= at).length;
  expect(begun).toBeLessThan(tree.length);
  await signedIn.goto(`/runs/${id}?t=${at}`);
  await expect(signedIn.getByTestId("as-it-was")).toContainText("As it was at");
  await expect(runPage(signedIn).row(0)).toHaveAttribute("data-status", /running|waiting/);
  const moment = new Date(at).toISOString();
  const stem = `grove-${id.slice(-12)}-at-${moment.replaceAll(":", "-")}`;
  const saved = async (label: string) => {
    await signedIn.getByTestId("export-run").click();
    const file = signedIn.waitForEvent("download");
    await signedIn
      .getByRole("group", { name: "As it was at the moment shown" })
      .getByRole("menuitem", { name: label })
      .click();
    const download = await file;
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  };
  const json = await saved("JSON");
  expect(json.name).toBe(`${stem}.json`);
  const { asOf, runs } = JSON.parse(json.text) as { asOf: string; runs: { id: string; endedAt: unknown }[] };
  expect(asOf).toBe(moment);
  expect(runs).toHaveLength(begun);
  expect(runs.find((run) => run.id === root?.id)).toMatchObject({ endedAt: null });
  const csv = await saved("CSV");
  expect(csv.name).toBe(`${stem}.csv`);
  expect(csv.text.trim().split("\n")).toHaveLength(begun + 1);
  const mermaid = await saved("Mermaid flowchart");
  expect(mermaid.text).toMatch(new RegExp(`^%% as it was at ${moment}\nflowchart TD\n`));
  const svg = await saved("Picture of this view (SVG)");
  expect(svg.name).toBe(`${stem}-tree.svg`);
  expect(svg.text).toContain(` at ${moment}</title>`);
});

test("playing shows how the tree grew, and arrives at its end", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest);
  await signedIn.getByRole("button", { name: "Play how it grew" }).click();
  await expect(signedIn.getByTestId("as-it-was")).toBeVisible();
  await expect(runPage(signedIn).row(5)).toHaveAttribute("data-status", /waiting|running/);
  await expect(signedIn.getByTestId("as-it-was")).toHaveCount(0, { timeout: 30_000 });
  await expect(runPage(signedIn).row(5)).toHaveAttribute("data-status", "succeeded");
});

test("an instant before the tree began says so and leaves the tree as it is", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest, "?t=1000");
  await expect(signedIn.getByRole("alert").filter({ hasText: "Nothing had happened" })).toBeVisible();
  await expect(runPage(signedIn).rows).toHaveCount(6);
});

test("an instant after the tree has ended is the present", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest, "?t=9999999999999");
  await expect(runPage(signedIn).row(3)).toHaveAttribute("data-status", "failed");
  await expect(signedIn.getByTestId("as-it-was")).toHaveCount(0);
  await expect.poll(() => param(signedIn, "t")).toBeNull();
});

test("a deep row beside a view keeps its name, and nothing of it covers anything else", async ({
  signedIn,
  rest,
}) => {
  const { id } = await startGrove(rest, { levels: 12, napMs: 1 });
  await rest.waitForEnd(id, 60_000);
  await signedIn.goto(`/runs/${id}?view=levels`);
  const row = signedIn.locator('[data-testid="tree-row"][data-depth="9"]').first();
  await runPage(signedIn).tree.focus();
  await signedIn.keyboard.press("e");
  await expect(row).toBeVisible();
  const cells = await row.getByRole("gridcell").evaluateAll((all) =>
    all.map((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      const inner = Math.max(...Array.from(cell.children, (child) => child.getBoundingClientRect().right));
      return { left, right: Math.max(right, inner) };
    }),
  );
  const name = await row.getByTitle(/^shoot#/).boundingBox();
  expect(name?.width).toBeGreaterThan(40);
  const first = cells[0]?.right ?? 0;
  expect(cells.slice(1).every(({ left }) => left >= first - 1)).toBe(true);
  const { widest, room } = await signedIn.getByRole("tabpanel", { name: "Overview" }).evaluate((panel) => ({
    widest: Math.max(
      ...Array.from(panel.querySelectorAll("*"), (part) => part.getBoundingClientRect().right),
    ),
    room: panel.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(panel).paddingRight),
  }));
  expect(widest).toBeLessThanOrEqual(room);
});

test("each view is saved as a picture", async ({ signedIn, rest }) => {
  await openTrial(signedIn, rest);
  for (const view of ["tree", "timeline", "flame", "graph"] as const) {
    await signedIn
      .getByRole("button", { name: view, exact: false })
      .and(signedIn.locator("[aria-pressed]"))
      .first()
      .click();
    if (view !== "tree") await expect(signedIn.getByTestId(PART[view])).toBeVisible();
    for (const format of ["SVG", "PNG"]) {
      await signedIn.getByTestId("export-run").click();
      const file = signedIn.waitForEvent("download");
      await signedIn.getByRole("menuitem", { name: `Picture of this view (${format})` }).click();
      const download = await file;
      const named = new RegExp(`^trial-[0-9a-f]{12}-${view}\\.${format.toLowerCase()}$`);
      expect(download.suggestedFilename()).toMatch(named);
      const bytes = readFileSync(await download.path());
      if (format === "PNG") expect(bytes.subarray(1, 4).toString()).toBe("PNG");
      else
        expect(bytes.toString()).toMatch(
          /^<svg [^>]+><title>.+ of trial<\/title>[\s\S]*try 3[\s\S]*<\/svg>\n$/,
        );
    }
  }
});

for (const view of ["tree", ...VIEWS] as const) {
  test(`the ${view} view has no accessibility violation that axe can find, wide or narrow, now or in the past`, async ({
    signedIn,
    rest,
  }) => {
    await openTrial(signedIn, rest, `?view=${view}`);
    if (view !== "tree") await expect(signedIn.getByTestId(PART[view])).toBeVisible();
    await expectAccessible(signedIn);
    await signedIn.keyboard.press(",");
    await expect(signedIn.getByTestId("as-it-was")).toBeVisible();
    await expectAccessible(signedIn);
    await signedIn.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(signedIn);
  });
}

test("on a narrow screen one view stands alone, and names its rows itself", async ({ signedIn, rest }) => {
  await signedIn.setViewportSize({ width: 390, height: 844 });
  const { id } = await startTrial(rest);
  await rest.waitForEnd(id, 30_000);
  await signedIn.goto(`/runs/${id}?view=timeline`);
  await expect(signedIn.getByTestId("timeline")).toBeVisible();
  await expect(signedIn.getByTestId("tree")).toHaveCount(0);
  await signedIn.getByRole("button", { name: "Tree" }).click();
  await expect(signedIn.getByTestId("tree")).toBeVisible();
  await expect(signedIn.getByTestId("timeline")).toHaveCount(0);
});

test("on a narrow screen each view has the search of the tree over it", async ({ signedIn, rest }) => {
  await signedIn.setViewportSize({ width: 390, height: 844 });
  const { id } = await startTrial(rest);
  await rest.waitForEnd(id, 30_000);
  for (const view of VIEWS) {
    await signedIn.goto(`/runs/${id}?view=${view}`);
    await expect(signedIn.getByTestId(PART[view])).toBeVisible();
    await signedIn.getByRole("searchbox", { name: "Search this tree" }).fill("try 5");
    await expect(signedIn.getByTestId("tree-matches")).toContainText("1");
    expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await expectAccessible(signedIn);
});

test("a step through time that is asked for while the time bar is fetched is taken when it has come", async ({
  signedIn,
  rest,
}) => {
  const { id } = await startTrial(rest);
  await rest.waitForEnd(id, 30_000);
  let come = () => {};
  const held = new Promise<void>((resolve) => {
    come = resolve;
  });
  await signedIn.route("**/_next/static/chunks/**", async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("Play how it grew")) await held;
    await route.fulfill({ response });
  });
  await signedIn.goto(`/runs/${id}`);
  await expect(runPage(signedIn).row(0)).toBeVisible();
  await expect(signedIn.getByTestId("scrubber")).toHaveCount(0);
  await signedIn.keyboard.press(",");
  come();
  await expect(signedIn.getByTestId("as-it-was")).toBeVisible();
});

test("on a narrow screen the way back from the past is in full view", async ({ signedIn, rest }) => {
  await signedIn.setViewportSize({ width: 390, height: 844 });
  const { id } = await startTrial(rest);
  await rest.waitForEnd(id, 30_000);
  await signedIn.goto(`/runs/${id}`);
  await expect(signedIn.locator('[data-mark="failure"]')).toHaveCount(1);
  await signedIn.keyboard.press(",");
  const back = signedIn.getByRole("button", { name: "Back to the end" });
  await expect(back).toBeInViewport({ ratio: 1 });
  await back.click();
  await expect(back).toHaveCount(0);
});
