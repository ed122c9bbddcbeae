import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NumberBounds, readNumber, writeNumber } from "./number-text";

const read = (text: string, bounds: NumberBounds = {}, locale = "en") => {
  const found = readNumber(text, bounds, locale);
  return found.ok ? found.value : found.message;
};

describe("a number as text", () => {
  it.each([
    ["", null],
    ["  ", null],
    ["7", 7],
    ["-0.25", -0.25],
    ["−3", -3],
    [".5", 0.5],
    ["5.", 5],
    ["+12", 12],
    ["12,345,678.5", 12_345_678.5],
  ])("%j is %s", (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each(["-", ".", "1-2", "1.2.3", "12abc", "ten", "1,2", "1e3", "5 000", "Infinity"])(
    "%j is none",
    (text) => {
      expect(read(text)).toBe("it is no number");
    },
  );

  it("says what keeps a number out", () => {
    expect(read("0", { min: 1 })).toBe("the least is 1");
    expect(read("5001", { max: 5000 })).toBe("the most is 5,000");
    expect(read("1.5", { whole: true })).toBe("it is no whole number");
    expect(read("12345678901234567890")).toContain("more digits than a number keeps");
    expect(read("9,007,199,254,740,991")).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("reads what is written where the reader lives, and takes no group for a fraction", () => {
    expect(read("1.234,5", {}, "de")).toBe(1234.5);
    expect(read("0.5", {}, "de")).toBe("it is no number");
    expect(read("12 000,5", {}, "fr")).toBe(12_000.5);
    expect(read("12'000", {}, "de-CH")).toBe(12_000);
    expect(read("12,34,567", {}, "en-IN")).toBe(1_234_567);
  });

  it("reads back as itself", () => {
    const number = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.integer({ max: 1e9 }).map((n) => n / 1000),
    );
    const locale = fc.constantFrom("en", "de", "fr", "de-CH", "en-IN", "ar-EG", "pl", "sv", "he");
    fc.assert(
      fc.property(number, locale, (value, where) => {
        expect(read(writeNumber(value, where), {}, where)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
