import { expect, it } from "vitest";
import { formatAbsolute, formatClock, instantLines } from "./instant";

const AT = Date.UTC(2026, 10, 26, 18, 44, 7, 123);

it("an absolute time always names its zone, in 24 hours", () => {
  expect(formatAbsolute(AT, "utc", AT)).toBe("26 Nov, 18:44 UTC");
  expect(formatClock(AT, "utc", AT)).toBe("18:44:07.123 UTC");
});

it("a time of day names its date where that is not today's, in the zone that is shown", () => {
  const MINUTE = 60_000;
  const midnight = Date.UTC(2026, 10, 27);
  expect(formatClock(midnight - MINUTE, "utc", midnight - 1)).toBe("23:59:00.000 UTC");
  expect(formatClock(midnight - MINUTE, "utc", midnight)).toBe("26 Nov, 23:59:00.000 UTC");
  expect(formatClock(Date.UTC(2024, 1, 3, 4, 5, 6, 7), "utc", midnight)).toBe("3 Feb 2024, 04:05:06.007 UTC");
});

it("midnight is 00:00, not 24:00", () => {
  expect(formatAbsolute(Date.UTC(2026, 10, 26), "utc", AT)).toBe("26 Nov, 00:00 UTC");
});

it("names the year of what is long past", () => {
  expect(formatAbsolute(Date.UTC(2024, 1, 3), "utc", AT)).toBe("3 Feb 2024, 00:00 UTC");
});

it("says the same instant in both zones and as ISO", () => {
  const lines = instantLines(AT);
  expect(lines.at(-1)).toBe("2026-11-26T18:44:07.123Z");
  expect(lines.some((line) => line.includes("18:44:07 UTC"))).toBe(true);
});
