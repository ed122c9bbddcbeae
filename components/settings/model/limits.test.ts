import { describe, expect, it } from "vitest";
import type { LimitRow } from "#server/services/settings/limits";
import { limitWord } from "../../ui/limit-word";
import { ceilingsOf, fieldOf, limitText } from "./limits";

const row = (name: string, ceiling?: number | null): LimitRow => ({
  name,
  value: 1,
  least: null,
  most: null,
  ...(ceiling === undefined ? {} : { ceiling }),
});

describe("limits in words", () => {
  it("are read as times, shares, counts and switches", () => {
    expect(limitText("recursionTimeoutMs", 300_000)).toBe("5m 00s");
    expect(limitText("resourceEscalationThreshold", 0.8)).toBe("80 %");
    expect(limitText("maxRuns", 10_000)).toBe("10,000");
    expect(limitText("cycleDetection", true)).toBe("on");
    expect(limitText("maxDepth", null)).toBe("none");
  });

  it("keep their own name where no word is known", () => {
    expect(limitWord("maxDepth")).toBe("Depth");
    expect(limitWord("maxMoons")).toBe("maxMoons");
  });
});

describe("the ceilings of a form", () => {
  it("are those that can be capped; empty is none, times are in seconds", () => {
    const rows = [
      row("maxDepth", 4),
      row("recursionTimeoutMs", 60_000),
      row("maxRuns", null),
      row("cycleDetection"),
    ];
    const fields = Object.fromEntries(rows.map(({ name, ceiling }) => [name, fieldOf(name, ceiling)]));
    expect(fields).toEqual({ maxDepth: "4", recursionTimeoutMs: "60", maxRuns: "", cycleDetection: "" });
    expect(ceilingsOf(rows, (name) => fields[name] ?? "")).toEqual({
      maxDepth: 4,
      recursionTimeoutMs: 60_000,
      maxRuns: null,
    });
  });
});
