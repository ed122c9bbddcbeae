import { expect, it } from "vitest";
import { scaleOf } from "./picture-scale";

it("a picture is sharp as long as it is small, and keeps to a size that every browser can draw", () => {
  expect(scaleOf({ width: 900, height: 600 }, "png")).toBe(2);
  for (const size of [
    { width: 43_200, height: 600 },
    { width: 1_400, height: 140_000 },
    { width: 6_000, height: 6_000 },
  ]) {
    const scale = scaleOf(size, "png");
    const [width, height] = [size.width * scale, size.height * scale];
    expect(scale).toBeLessThan(1);
    expect(Math.max(width, height)).toBeLessThanOrEqual(8_000);
    expect(width * height).toBeLessThanOrEqual(16_000_001);
  }
});

it("a drawing that can be enlarged is told a size to begin with", () => {
  expect(scaleOf({ width: 900, height: 600 }, "svg")).toBe(1);
  expect(scaleOf({ width: 16_000, height: 600 }, "svg")).toBe(0.5);
});
