import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { validateGraph } from "#server/engine/graph/validate";
import type { Json } from "#server/engine/values/json";
import { type Finished, runInMemory } from "../testing/run-in-memory.ts";
import { withDemoAgents } from "../testing/with-demo-agents.ts";
import { library, sectionsOf } from "./library.ts";
import { gather, markdownOf, type Report, reportOf } from "./report.ts";
import { search } from "./search.ts";
import { deepResearchTasks } from "./tasks.ts";

const graphFile = JSON.parse(readFileSync(join(import.meta.dirname, "graph.json"), "utf8")) as Json;
const QUESTION = "How can recursive work by agents survive crashes and stay within its limits?";

function graph() {
  const { graph: valid } = validateGraph(structuredClone(graphFile));
  if (!valid) throw new Error("the graph is not valid");
  return valid;
}

const executor = withDemoAgents(deepResearchTasks);
const research = (input: Json) => runInMemory(graph(), executor, input);
const reportIn = (finished: Finished) => finished.output as Json & Report & { readonly markdown: string };

function* everyReport(report: Report): Generator<Report> {
  yield report;
  for (const part of report.parts) yield* everyReport(part);
}

describe("deep research with the demo agents", () => {
  let finished: Finished;
  beforeAll(async () => {
    finished = await research({ question: QUESTION, depth: 2, width: 3 });
  });

  it("divides the question, answers every part and says the same each time", async () => {
    expect(finished.tree.runs[0]?.failure).toBeUndefined();
    expect(finished.tree.counts).toMatchObject({ failed: 0, running: 0, deepest: 2 });
    expect(finished.tree.runs.length).toBeGreaterThan(4);
    expect(finished.tree.runs.length).toBeLessThanOrEqual(1 + 3 + 9);
    const again = await research({ question: QUESTION, depth: 2, width: 3 });
    expect(again.output).toEqual(finished.output);
  });

  it("cites: every number leads to a source, and every sentence stands in the library", () => {
    const said = library.map(({ text }) => text).join(" ");
    for (const { answer, sources } of everyReport(reportIn(finished))) {
      const numbers = [...answer.matchAll(/\[(\d+)\]/g)].map(([, digits]) => Number(digits));
      expect(numbers.length).toBeGreaterThan(0);
      for (const number of numbers) expect(sources.find(({ id }) => id === number)?.cited).toBe(true);
      for (const sentence of answer.split(/\s*\[\d+\]\s*|(?<=[.:;])\s+/)) expect(said).toContain(sentence);
    }
  });

  it("asks no question twice in one tree, and puts all of them into one document", () => {
    const report = reportIn(finished);
    const questions = [...everyReport(report)].map(({ question }) => question);
    expect(new Set(questions).size).toBe(questions.length);
    for (const question of questions) expect(report.markdown).toContain(`# ${question}`);
  });

  it("spends tokens in every run and says how many", async () => {
    expect(finished.usage.length).toBe(finished.calls - finished.pure);
    const total = finished.usage.reduce(
      (sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens,
      0,
    );
    expect(total).toBeGreaterThan(1_000);
    expect(finished.usage.every(({ costUsd }) => costUsd > 0)).toBe(true);
  });

  it.each([
    [0, 3, 0, 1],
    [1, 1, 1, 2],
    [3, 5, 3, 200],
  ])("stays within depth %i and width %i", async (depth, width, deepest, most) => {
    const { tree } = await research({ question: QUESTION, depth, width });
    expect(tree.runs[0]?.phase).toBe("succeeded");
    expect(tree.counts.deepest).toBeLessThanOrEqual(deepest);
    expect(tree.runs.length).toBeLessThanOrEqual(most);
  });

  it("answers a question that the library knows nothing of without making anything up", async () => {
    const report = reportIn(await research({ question: "Zyxw qwrtp?" }));
    expect(report).toMatchObject({ sources: [], parts: [] });
  });
});

describe("a report", () => {
  const sources = [{ id: 1, title: "One" }];

  it("loses the numbers that lead nowhere, whoever wrote them", () => {
    const report = reportOf("Q?", "Fine [1]. Made up [7] [99].", sources, { parts: [], open: [] });
    expect(report.answer).toBe("Fine [1]. Made up.");
    expect(report.sources).toEqual([{ id: 1, title: "One", cited: true }]);
  });

  it("says which parts have no answer and why", () => {
    const part = reportOf("A?", "Yes [1].", sources, { parts: [], open: [] });
    const settled = [
      { status: "failed", label: "F?", failure: { code: "ModelRefused", message: "no" } },
      { status: "completed", label: "A?", output: part as unknown as Json },
      { status: "completed", label: "R?", output: { reference: { runId: "x", key: "k" } } },
    ];
    const gathered = gather(settled);
    expect(gathered.answers).toEqual([{ id: 1, question: "A?", answer: "Yes [1]." }]);
    expect(gathered.open).toEqual([
      { question: "F?", why: "ModelRefused: no" },
      { question: "R?", why: "it is answered elsewhere in this tree" },
    ]);
    const whole = reportOf("Q?", "So [1].", [{ id: 1, title: "A?" }], gathered);
    expect(markdownOf(whole)).toBe(
      "# Q?\n\nSo [1].\n\n- [1] A?\n\n*Not answered: F? (ModelRefused: no)*\n\n*Not answered: R? (it is answered elsewhere in this tree)*\n\n## A?\n\nYes [1].\n\n- [1] One",
    );
  });
});

describe("the library", () => {
  it("has sections that are questions, each of them once, and finds each by its own words", () => {
    expect(library.length).toBeGreaterThan(15);
    expect(new Set(library.map(({ title }) => title)).size).toBe(library.length);
    for (const section of library) {
      expect(section.title).toMatch(/\?$/);
      expect(search(library, section.title)[0]?.section).toBe(section);
    }
  });

  it("reads an article by its headings", () => {
    expect(sectionsOf("# A\n\nintro\n\n## One?\nx\ny\n\n## Two?\nz\n")).toEqual([
      { article: "A", title: "One?", text: "x y" },
      { article: "A", title: "Two?", text: "z" },
    ]);
  });
});
