import { expect, it } from "vitest";
import { progressOf } from "./progress";

const counts = { trees: 3, workflows: 6 };

it("says how far the demo data is while it comes or goes, and nothing while it rests", () => {
  expect(progressOf({ phase: "loading", done: 50, total: 200, ...counts })).toBe("Loading 25 %");
  expect(progressOf({ phase: "removing", done: 199, total: 200, ...counts })).toBe("Removing 99 %");
  expect(progressOf({ phase: "loading", done: 0, total: 0, ...counts })).toBe("Loading 0 %");
  expect(progressOf({ phase: "loaded", done: 200, total: 200, ...counts })).toBeNull();
  expect(progressOf({ phase: "absent", done: 0, total: 0, ...counts })).toBeNull();
});
