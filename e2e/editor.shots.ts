import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import graph from "../examples/deep-research/graph.json" with { type: "json" };
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";
import type { Rest } from "./server/rest.ts";
import { TRIAGE_INPUT, TRIAGE_READ, triage } from "./server/triage.ts";

/** Every state of the editor, from a real server, in both themes. */
const FOLDER = join(import.meta.dirname, "..", "docs", "screenshots");
const WIDE = { width: 1440, height: 900 } as const;
const NARROW = { width: 390, height: 844 } as const;

const { plan, write, parts } = graph.nodes;
/** The same research, as somebody else may have made it. */
const research = (slug: string, more: object = {}) => ({ ...graph, slug, name: "Research", ...more });
const changed = (slug: string) => {
  const { gather, ...nodes } = graph.nodes;
  return research(slug, {
    nodes: {
      ...nodes,
      gather: { ...gather, name: "Gather and rank", position: { x: 1200, y: 96 } },
      plan: { ...plan, maxTokens: 4_000 },
      check: {
        kind: "transform",
        name: "Check sources",
        output: "= nodes.write.output",
        position: { x: 1680, y: 160 },
      },
    },
    edges: [...graph.edges, { source: "write", target: "check" }],
  });
};
const wrong = (slug: string) =>
  research(slug, {
    limits: { ...graph.limits, maxRuns: 100 },
    nodes: {
      ...graph.nodes,
      plan: { ...plan, prompt: "Divide {{ nodes.serch.output.question }}" },
      write: { ...write, prompt: "Put together {{ nodes.gather.output.answers }}" },
      parts: { ...parts, maxChildren: 5 },
    },
    edges: graph.edges.map((edge) =>
      "port" in edge && edge.port === "divide" ? { ...edge, port: "deep" } : edge,
    ),
  });

const NOTHING = { schemaVersion: 1, slug: "nothing-yet", name: "Nothing yet", nodes: {}, edges: [] };

type State = {
  readonly name: string;
  readonly size?: typeof NARROW;
  readonly show: (page: Page, rest: Rest) => Promise<void>;
};

const wholeCanvas = (page: Page) => page.locator(".react-flow__controls-fitview").first().click();

async function open(page: Page, slug: string, ...chosen: string[]): Promise<void> {
  const editor = editorPage(page);
  await editor.open(slug);
  await wholeCanvas(page);
  for (const id of chosen) await editor.node(id).click();
}

const STATES: readonly State[] = [
  {
    name: "empty",
    show: async (page, rest) => {
      await rest.saveDraft(NOTHING);
      await page.goto("/workflows/nothing-yet/edit");
      await expect(page.getByText("Nothing is here yet")).toBeVisible();
    },
  },
  {
    name: "drawing",
    show: async (page, rest) => {
      await rest.saveDraft(triage("triage-drawn"));
      await open(page, "triage-drawn");
      const { exit, entry, middle } = editorPage(page);
      const [from, to] = [await middle(exit("urgency")), await middle(entry("look"))];
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x - 24, to.y + 12, { steps: 8 });
    },
  },
  {
    name: "edge",
    show: async (page, rest) => {
      const graph = triage("triage-edge");
      const edges = graph.edges.map((edge) =>
        edge.target === "look" ? { ...edge, when: "nodes.cause.output.urgency != null" } : edge,
      );
      const asked = { ...graph, edges };
      await rest.saveDraft(asked);
      await open(page, "triage-edge");
      const { exit, entry, middle } = editorPage(page);
      const [from, to] = [await middle(exit("cause")), await middle(entry("look"))];
      await page.mouse.click((from.x + to.x) / 2, (from.y + to.y) / 2);
      await expect(page.getByRole("textbox", { name: "Only when" })).toBeVisible();
    },
  },
  {
    name: "history",
    show: async (page, rest) => {
      await rest.saveDraft(triage("triage-edited"));
      await open(page, "triage-edited", "read");
      await page.getByTestId("node-form").getByRole("textbox", { name: "Name" }).fill("Read all");
      await page.getByTestId("canvas").press("Alt+ArrowDown");
      await editorPage(page).node("urgency").click();
      await page.getByTestId("canvas").press("d");
      await editorPage(page).tab("History");
    },
  },
  { name: "canvas", show: (page) => open(page, "deep-research", "plan") },
  {
    name: "code",
    show: async (page) => {
      await open(page, "deep-research");
      await editorPage(page).tab("Code");
      await expect(page.getByTestId("code").locator(".cm-content")).toBeVisible();
    },
  },
  { name: "dry-run", show: dryRun },
  { name: "draft-run", show: draftRun },
  {
    name: "problems",
    show: async (page, rest) => {
      await rest.saveDraft(wrong("research-wrong"));
      await open(page, "research-wrong");
      await editorPage(page).tab("Problems");
      await expect(page.getByTestId("problems").getByRole("listitem").first()).toBeVisible();
    },
  },
  { name: "conflict", show: conflict },
  {
    name: "publish",
    show: async (page, rest) => {
      await rest.publish(research("research-next"));
      await rest.saveDraft(changed("research-next"));
      await open(page, "research-next");
      await page.getByTestId("publish").click();
      await expect(page.getByTestId("publish-form")).toBeVisible();
    },
  },
  {
    name: "compare",
    show: async (page, rest) => {
      await rest.publish(research("research-next"));
      await rest.saveDraft(changed("research-next"));
      const { revision } = await rest.workflow("research-next");
      await page.goto(`/workflows/research-next/compare?from=${revision}&to=draft`);
      await expect(page.getByTestId("compare-canvas").locator(".react-flow__node").first()).toBeVisible();
    },
  },
  {
    name: "called",
    show: async (page) => {
      await open(page, "deep-research");
      await editorPage(page).node("parts").dblclick();
      await expect(page.getByTestId("trail")).toBeVisible();
    },
  },
  {
    name: "call-graph",
    show: async (page) => {
      await page.goto("/workflows?view=calls");
      await expect(page.getByTestId("call-graph")).toBeVisible();
    },
  },
  {
    name: "templates",
    show: async (page) => {
      await page.goto("/workflows");
      await page.getByTestId("new-workflow").click();
      const form = page.getByTestId("new-workflow-form");
      await form.getByRole("textbox", { name: "Name" }).fill("Read the reports");
      await form.getByRole("combobox", { name: "Begins as" }).click();
      await page.getByRole("option", { name: "Map and reduce", exact: true }).click();
      await expect(form.getByRole("img")).toBeVisible();
    },
  },
  {
    name: "import",
    show: async (page) => {
      await page.goto("/workflows");
      await page.getByTestId("import-workflow").click();
      const flow =
        "flowchart LR\n  build[Build] --> green{Green?}\n  green -->|yes| ship([Ship])\n  green -->|no| build";
      const form = page.getByTestId("import-form");
      await form.getByRole("textbox", { name: "Or its text" }).fill(flow);
      await expect(form.getByTestId("import-report")).toBeVisible();
    },
  },
  {
    name: "read",
    size: NARROW,
    show: async (page) => {
      await editorPage(page).open("deep-research");
      await wholeCanvasNarrow(page);
    },
  },
];

/** A narrow page has no such button; the key does the same. */
const wholeCanvasNarrow = (page: Page) => page.keyboard.press("1");

async function pinned(page: Page, rest: Rest, slug: string): Promise<void> {
  await rest.saveDraft(triage(slug));
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

/** Stopped at a breakpoint in a run below, with what a node has failed with behind it. */
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
  await expect(node("urgency").getByTestId("node-state")).toBeVisible({ timeout: 30_000 });
  await expect(node("each").getByTestId("node-state")).toBeVisible({ timeout: 30_000 });
  await page.locator(".react-flow__pane").click({ position: { x: 20, y: 20 } });
  await wholeCanvas(page);
}

async function conflict(page: Page, rest: Rest): Promise<void> {
  const slug = "research-shared";
  await rest.saveDraft(research(slug));
  await open(page, slug);
  await page.route(
    (url) => url.pathname.includes("workflows.saveDraft"),
    async (route) => {
      await rest.saveDraft(
        research(slug, { nodes: { ...graph.nodes, write: { ...write, name: "Write it up" } } }),
      );
      await route.continue();
    },
    { times: 1 },
  );
  await editorPage(page).node("plan").click();
  await page.getByTestId("node-form").getByRole("textbox", { name: "Name" }).fill("Plan the parts");
  await expect(page.getByTestId("conflict")).toBeVisible();
}

test.describe.configure({ mode: "default" });

for (const { name, size = WIDE, show } of STATES)
  test(`the editor: ${name}`, async ({ signedIn: page, rest }) => {
    mkdirSync(FOLDER, { recursive: true });
    await page.setViewportSize(size);
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await show(page, rest);
      await page.waitForTimeout(600);
      const width = size === NARROW ? "narrow" : "wide";
      await page.screenshot({ path: join(FOLDER, `editor-${name}-${scheme}-${width}.png`) });
    }
  });
