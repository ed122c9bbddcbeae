import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";
import { openWide as open, openNear, type State, shootStates } from "./pages/state-shots.ts";
import { changed, edited, research, wrong } from "./server/research.ts";
import type { Rest } from "./server/rest.ts";
import { triage } from "./server/triage.ts";

const NOTHING = { schemaVersion: 1, slug: "nothing-yet", name: "Nothing yet", nodes: {}, edges: [] };

/** The edge from the cause to the person, with a condition and a mapping, and room for both. */
function withWords(slug: string) {
  const graph = triage(slug);
  const look = { ...graph.nodes.look, position: { x: 880, y: 176 } };
  const edges = graph.edges.map((edge) =>
    edge.target === "look"
      ? {
          ...edge,
          when: "nodes.cause.output.urgency > 1",
          mapping: { report: "= nodes.cause.output.report" },
        }
      : edge,
  );
  return { ...graph, nodes: { ...graph.nodes, look }, edges };
}

async function onEdge(page: Page, rest: Rest, slug: string): Promise<{ x: number; y: number }> {
  await rest.saveDraft(withWords(slug));
  await open(page, slug);
  const { exit, entry, middle } = editorPage(page);
  const [from, to] = [await middle(exit("cause")), await middle(entry("look"))];
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

const REPORT = {
  schemaVersion: 1,
  slug: "weekly-report",
  name: "Weekly report",
  nodes: {
    topics: { kind: "transform", name: "Topics", output: ["Recursion", "Crashes"], position: { x: 0, y: 0 } },
    each: {
      kind: "map",
      name: "Research each",
      over: "= nodes.topics.output",
      body: { kind: "subworkflow", workflow: "deep-research", input: { question: "= item" } },
      position: { x: 280, y: 0 },
    },
  },
  edges: [{ source: "topics", target: "each" }],
};

const ASKED = {
  schemaVersion: 1,
  slug: "asks-a-service",
  name: "Ask a service",
  nodes: {
    ask: {
      kind: "http",
      name: "Find the owner",
      method: "POST",
      url: "https://api.example.com/packages/{name}/owners",
      params: { name: "= input.package" },
      headers: { accept: "application/json", "x-requested-by": "= input.team" },
      body: { since: "= input.since" },
      expect: ["2xx", 404],
      position: { x: 0, y: 0 },
    },
    known: {
      kind: "decision",
      name: "Is it known?",
      cases: [{ port: "known", when: "nodes.ask.output.status == 200" }],
      default: "unknown",
      position: { x: 280, y: 0 },
    },
    tell: { kind: "emit", name: "Tell", event: "owner.found", position: { x: 560, y: -48 } },
    look: { kind: "approval", name: "Who owns it?", title: "Nobody is named", position: { x: 560, y: 96 } },
  },
  edges: [
    { source: "ask", target: "known" },
    { source: "known", target: "tell", port: "known" },
    { source: "known", target: "look", port: "unknown" },
  ],
};

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
      const { x, y } = await onEdge(page, rest, "triage-edge");
      await page.mouse.click(x, y);
      await expect(page.getByRole("textbox", { name: "Only when" })).toBeVisible();
    },
  },
  {
    name: "insert",
    show: async (page, rest) => {
      const { x, y } = await onEdge(page, rest, "triage-insert");
      await page.mouse.click(x, y);
      await page.getByRole("button", { name: "Insert a node between cause and look" }).click();
      await expect(editorPage(page).palette).toBeVisible();
      await page.keyboard.type("noti");
    },
  },
  {
    name: "palette",
    show: async (page, rest) => {
      await rest.saveDraft(triage("triage-palette"));
      await open(page, "triage-palette", "look");
      await page.getByTestId("canvas").press("Tab");
      await expect(editorPage(page).palette).toBeVisible();
    },
  },
  {
    name: "several",
    show: async (page, rest) => {
      const frames = {
        sorting: {
          title: "Sorted one by one",
          x: 464,
          y: -48,
          width: 240,
          height: 304,
          nodes: ["each", "cause"],
        },
      };
      const notes = {
        why: { text: "Whatever is urgent comes first.", x: 240, y: 336, width: 208, height: 64 },
      };
      await rest.saveDraft({ ...triage("triage-several"), ...{ layout: { frames, notes } } });
      await open(page, "triage-several", "read");
      for (const id of ["many", "urgency"])
        await editorPage(page)
          .node(id)
          .click({ modifiers: ["ControlOrMeta"] });
    },
  },
  {
    name: "form",
    show: async (page, rest) => {
      await rest.saveDraft(ASKED);
      await open(page, ASKED.slug, "ask");
      await page.getByTestId("node-form").getByRole("textbox", { name: "Name", exact: true }).focus();
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
  {
    name: "code",
    show: async (page, rest) => {
      await rest.saveDraft(wrong("research-code"));
      await openNear(page, "research-code");
      await editorPage(page).tab("Code");
      await expect(page.getByTestId("code").locator(".cm-content")).toBeVisible();
      await page.getByTestId("code").locator(".cm-content").click();
      await page.keyboard.press("ControlOrMeta+f");
      await page.keyboard.type("serch");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await page.locator(".cm-lintRange-error", { hasText: "serch" }).hover();
      await expect(page.locator(".cm-tooltip-lint")).toBeVisible();
    },
  },
  {
    name: "problems",
    show: async (page, rest) => {
      await rest.saveDraft(wrong("research-wrong"));
      await openNear(page, "research-wrong");
      await editorPage(page).tab("Problems");
      await page.getByTestId("problems").getByRole("button", { name: /V001/ }).click();
    },
  },
  { name: "conflict", show: conflict },
  {
    name: "publish",
    show: async (page, rest) => {
      await rest.publish(research("research-next"));
      await rest.saveDraft(changed("research-next"));
      await openNear(page, "research-next");
      await page.getByTestId("publish").click();
      await page
        .getByTestId("publish-form")
        .getByRole("textbox")
        .fill("Sources are checked before they are used");
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
      await page.getByRole("checkbox", { name: "Only differences" }).click();
      await expect(page.getByText("the same", { exact: true })).toHaveCount(0);
    },
  },
  {
    name: "called",
    show: async (page, rest) => {
      await rest.saveDraft(REPORT);
      await open(page, REPORT.slug);
      await editorPage(page).node("each").dblclick();
      await expect(page.getByTestId("trail")).toBeVisible();
      await expect(page.locator('.react-flow__node[data-id="parts"]')).toBeVisible();
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
      await page.getByRole("option", { name: "Divide and conquer", exact: true }).click();
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
    narrow: true,
    show: async (page, rest) => {
      await rest.publish(triage("triage-read"));
      await editorPage(page).open("triage-read");
      await page.keyboard.press("1");
      await editorPage(page).node("cause").click();
    },
  },
  {
    name: "call-graph",
    show: async (page, rest) => {
      const calls = (slug: string, name: string, workflow: string) => ({
        schemaVersion: 1,
        slug,
        name,
        nodes: { look: { kind: "transform", output: 1 }, pass: { kind: "subworkflow", workflow } },
        edges: [{ source: "look", target: "pass" }],
      });
      await rest.publish(calls("revise", "Revise", "review"));
      await rest.saveDraft(calls("review", "Review", "revise"));
      await editorPage(page).open("review");
      await editorPage(page).tab("Problems");
      await page.getByRole("link", { name: "Draw it over the calls of all workflows" }).click();
      await expect(page.getByTestId("call-way")).toBeVisible();
    },
  },
];

/** Both have changed the same node, and each another one. */
async function conflict(page: Page, rest: Rest): Promise<void> {
  const slug = "research-shared";
  await rest.saveDraft(research(slug));
  await openNear(page, slug);
  await page.route(
    (url) => url.pathname.includes("workflows.saveDraft"),
    async (route) => {
      await rest.saveDraft(edited(slug, { tokens: 4_000, name: "Write it up" }));
      await route.continue();
    },
    { times: 1 },
  );
  await editorPage(page).node("plan").click();
  await page.getByTestId("node-form").getByRole("textbox", { name: "Max tokens" }).fill("6000");
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("conflict")).toBeVisible();
}

test.describe.configure({ mode: "default" });
shootStates(STATES);
