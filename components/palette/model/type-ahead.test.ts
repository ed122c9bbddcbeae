import { expect, it } from "vitest";
import { typed } from "./type-ahead";

const key = (name: string, more = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

it("letters add up, and Backspace takes the last one back", () => {
  const keys = ["r", "u", "m", "Backspace", "n", " ", "é", "😀"];
  expect(keys.reduce((text, name) => typed(text, key(name)) ?? text, "")).toBe("run é😀");
});

it("keys that write nothing are left to whoever waits for them", () => {
  for (const name of ["Enter", "Escape", "ArrowDown", "Tab", "F5"]) expect(typed("a", key(name))).toBeNull();
  expect(typed("a", key("k", { ctrlKey: true }))).toBeNull();
  expect(typed("a", key("k", { isComposing: true }))).toBeNull();
});
