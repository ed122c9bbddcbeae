import { describe, expect, it } from "vitest";
import { closingLine, playwrightTotals, sum, vitestTotals } from "./totals.mjs";

describe("closingLine", () => {
  it("is exactly what programs read", () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
    expect(closingLine({ passed: 1, failed: 2, skipped: 3 })).toBe("1 passed, 2 failed, 3 skipped");
  });

  it("adds all suites up", () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(sum([one, one, one])).toEqual({ passed: 3, failed: 6, skipped: 9 });
  });
});

describe("vitestTotals", () => {
  it("counts a file that could not be loaded as a failure", () => {
    const broken = { status: "failed", assertionResults: [] };
    const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, testResults: [broken] };
    expect(vitestTotals(report)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });
});

describe("playwrightTotals", () => {
  it("counts what passed at a second try as passed, and errors outside of tests as failures", () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(playwrightTotals({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });
});
