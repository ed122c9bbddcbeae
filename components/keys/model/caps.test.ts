import { describe, expect, it } from "vitest";
import { capsOf, spoken } from "./caps";

describe("capsOf", () => {
  it("names keys as they are called on the computer", () => {
    expect(capsOf("$mod+K", false)).toEqual([["Ctrl", "K"]]);
    expect(capsOf("$mod+K", true)).toEqual([["⌘", "K"]]);
    expect(capsOf("Shift+D", true)).toEqual([["⇧", "D"]]);
    expect(capsOf("ArrowUp", false)).toEqual([["↑"]]);
  });

  it("shows sequences press by press, ranges by their ends, and a plus as itself", () => {
    expect(capsOf("g r", false)).toEqual([["G"], ["R"]]);
    expect(capsOf("([0-9])", false)).toEqual([["0–9"]]);
    expect(capsOf("+", false)).toEqual([["+"]]);
    expect(capsOf("$mod+Shift++", false)).toEqual([["Ctrl", "Shift", "+"]]);
  });
});

describe("spoken", () => {
  it("puts a shortcut on one line", () => {
    expect(spoken("$mod+B", false)).toBe("Ctrl+B");
    expect(spoken("$mod+B", true)).toBe("⌘B");
    expect(spoken("g r", false)).toBe("G then R");
  });
});
