import { describe, expect, it } from "vitest";
import { paintShares, sharesOf } from "./tone-shares";

const NONE = { succeeded: 0, running: 0, waiting: 0, queued: 0, degraded: 0, failed: 0, total: 0 };

describe("shares of a bar", () => {
  it("are as wide as the counts, one after the other", () => {
    expect(sharesOf({ ...NONE, succeeded: 60, running: 30, failed: 10, total: 100 })).toEqual([
      { tone: "succeeded", from: 0, to: 60 },
      { tone: "running", from: 60, to: 90 },
      { tone: "failed", from: 90, to: 100 },
    ]);
  });

  it("show one failure among ten thousand", () => {
    const [succeeded, failed] = sharesOf({ ...NONE, succeeded: 9_999, failed: 1, total: 10_000 });
    expect(failed && failed.to - failed.from).toBeGreaterThan(2);
    expect(failed?.to).toBeCloseTo(100);
    expect(succeeded?.to).toBe(failed?.from);
  });

  it("leave empty what is counted in no state, and all of a bar of nothing", () => {
    expect(sharesOf({ ...NONE, succeeded: 1, total: 4 })).toEqual([{ tone: "succeeded", from: 0, to: 25 }]);
    expect(paintShares(sharesOf(NONE))).toBeUndefined();
  });

  it("are painted with a hair's breadth between them", () => {
    expect(paintShares(sharesOf({ ...NONE, succeeded: 1, failed: 1, total: 2 }))).toBe(
      "linear-gradient(to right, var(--succeeded) 0% 50.00%, transparent 50.00% calc(50.00% + 1px), " +
        "var(--failed) calc(50.00% + 1px) 100.00%, transparent 0)",
    );
  });
});
