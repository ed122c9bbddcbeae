import { describe, expect, it } from "vitest";
import { actOf, isOneLine, onOneLine } from "./completed-keys";

describe("keys beside a list of completions", () => {
  const closed = { marked: -1, count: 0, single: true };
  const open = { marked: -1, count: 3, single: true };

  it("break no line of a field that has one, whether the list is there or not", () => {
    expect(actOf("Enter", open)).toBe("close");
    expect(actOf("Enter", closed)).toBe("close");
    expect(actOf("Enter", { ...open, single: false })).toBeNull();
    expect(actOf("Enter", { ...closed, single: false })).toBeNull();
  });

  it("take what is marked, go around, and are those of a text otherwise", () => {
    expect(actOf("Enter", { ...open, marked: 1 })).toBe("take");
    expect(actOf("Tab", { ...open, marked: 1 })).toBe("take");
    expect(actOf("Tab", open)).toBeNull();
    expect(actOf("ArrowDown", { ...open, marked: 2 })).toBe(0);
    expect(actOf("ArrowUp", { ...open, marked: 1 })).toBe(0);
    expect(actOf("ArrowUp", open)).toBeNull();
    expect(actOf("Escape", open)).toBe("close");
    expect(["Escape", "ArrowDown", "Tab", "a"].map((key) => actOf(key, closed))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

it("a break in one line is a space, and a text that came with breaks keeps them", () => {
  expect(onOneLine("input.a +\ninput.b\n")).toBe("input.a + input.b ");
  expect([isOneLine(true, "a"), isOneLine(true, "a\nb"), isOneLine(false, "a")]).toEqual([
    true,
    false,
    false,
  ]);
});
