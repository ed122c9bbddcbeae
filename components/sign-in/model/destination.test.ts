import { expect, test } from "vitest";
import { destinationOf } from "./destination";

test.each([
  ["/runs/01a", "/runs/01a"],
  ["/runs?status=failed", "/runs?status=failed"],
  [null, "/"],
  ["", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?to=/runs", "/"],
  ["/api/v1/runs", "/"],
  ["/runs\n", "/"],
])("somebody who was on the way to %j is led to %j", (asked, expected) => {
  expect(destinationOf(asked)).toBe(expected);
});
