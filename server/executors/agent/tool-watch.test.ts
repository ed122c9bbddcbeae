import { describe, expect, it } from "vitest";
import { ToolWatch } from "./tool-watch.ts";

function told(calls: readonly (readonly [tool: string, input: number, result: number])[]) {
  const watch = new ToolWatch();
  const words = calls.map(([tool, input, result]) => watch.note(tool, { input }, { result }) !== null);
  return { words, isStuck: watch.isStuck, problem: watch.problem() };
}

describe("tool calls that bring nothing new", () => {
  it("are told to the model after three of them, and stop its work after six", () => {
    const same = Array.from({ length: 7 }, () => ["read", 1, 1] as const);
    expect(told(same)).toMatchObject({
      words: [false, false, false, true, true, true, true],
      isStuck: true,
      problem: { code: "RecursionStalled" },
    });
    expect(told(same.slice(1)).isStuck).toBe(false);
  });

  it("are found where two or three tools take turns", () => {
    const turns = (tools: readonly string[]) =>
      Array.from({ length: tools.length + 6 }, (_, i) => [tools[i % tools.length] ?? "", 1, 1] as const);
    for (const tools of [
      ["read", "list"],
      ["read", "list", "find"],
    ]) {
      expect(told(turns(tools)).isStuck).toBe(true);
      expect(told(turns(tools).slice(1)).isStuck).toBe(false);
    }
  });

  it("are none as long as an input or a result is new", () => {
    expect(told(Array.from({ length: 40 }, (_, i) => ["read", i, 1] as const)).words).not.toContain(true);
    expect(told(Array.from({ length: 40 }, (_, i) => ["poll", 1, i] as const)).words).not.toContain(true);
    const mixed = Array.from({ length: 40 }, (_, i) => ["read", i % 3 === 2 ? i : 1, 1] as const);
    expect(told(mixed).words).not.toContain(true);
  });
});
