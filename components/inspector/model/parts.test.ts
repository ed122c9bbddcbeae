import { describe, expect, it } from "vitest";
import { partsOf } from "./parts";

describe("bars never lie", () => {
  it.each([
    [10, 20, 100, { used: 0.1, held: 0.2 }],
    [90, 30, 100, { used: 0.9, held: 0.1 }],
    [150, 30, 100, { used: 1, held: 0 }],
    [0, 0, 0, { used: 1, held: 0 }],
  ])("%d used and %d held of %d", (spent, held, limit, parts) => {
    const { used, held: rest } = partsOf(spent, held, limit);
    expect(used).toBeCloseTo(parts.used);
    expect(rest).toBeCloseTo(parts.held);
  });
});
