import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant } from "./instant.ts";

describe("parseInstant", () => {
  it("agrees with Date.parse on every instant that Date can write", () => {
    fc.assert(
      fc.property(
        fc.date({
          noInvalidDate: true,
          min: new Date("0001-01-01T00:00:00Z"),
          max: new Date("9999-12-31T00:00:00Z"),
        }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    "2026-05-01T09:00:00+02:00",
    "2026-05-01T09:00-11:30",
    "2024-02-29T23:59:59.5Z",
    "2026-05-01T09:00:00.123456789Z",
  ])("reads %s", (instant) => expect(parseInstant(instant)).toBe(Date.parse(instant)));

  it.each([
    "",
    "2026-05-01",
    "2026-05-01T09:00:00",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00+25:00",
    "tomorrow",
  ])("refuses %j", (instant) => expect(parseInstant(instant)).toBeNull());
});
