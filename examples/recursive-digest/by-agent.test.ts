import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validateGraph } from "#server/engine/graph/validate";
import { runInMemory } from "../testing/run-in-memory.ts";
import { withDemoAgents } from "../testing/with-demo-agents.ts";
import { type Digest, numberedSentences, takenDigest } from "./digest.ts";
import { recursiveDigestTasks } from "./tasks.ts";

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8"));
const { text } = read("input.json") as { readonly text: string };

function digest(input: object) {
  const { graph } = validateGraph(read("graph.json"));
  if (!graph) throw new Error("the graph is not valid");
  return runInMemory(graph, withDemoAgents(recursiveDigestTasks), { text, maxWords: 200, ...input });
}

describe("a digest whose sentences an agent chooses", () => {
  it("asks once for each part that is read, and points into the text as ever", async () => {
    const finished = await digest({ byAgent: true, sentences: 4 });
    const { digest: chosen, parts } = finished.output as Digest & object;
    expect(finished.tree.runs[0]?.failure).toBeUndefined();
    expect(finished.usage).toHaveLength(parts);
    expect(parts).toBeGreaterThan(5);
    expect(chosen).toHaveLength(4);
    for (const { text: sentence, start, end } of chosen) expect(text.slice(start, end)).toBe(sentence);
  });

  it("asks nobody unless it is told to", async () => {
    expect((await digest({})).usage).toEqual([]);
  });

  it("takes numbers in the order of importance, and leaves out those that there are not", () => {
    const part = { start: 0, end: text.length, headings: [] };
    const all = numberedSentences(text, part);
    const { digest: taken } = takenDigest(text, part, [7, 2, 7, 0, -1, 1_000_000, 2.5]);
    expect(taken.map(({ text: sentence, score }) => [sentence, score])).toEqual([
      [all[1]?.text, 0.5],
      [all[6]?.text, 1],
    ]);
  });
});
