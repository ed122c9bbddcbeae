import { expect, test } from "vitest";
import { findUnsafeJson } from "./json-guard.ts";

test("ordinary documents pass", () => {
  expect(findUnsafeJson({ a: [1, { b: null }], "x/y": "z" })).toBeNull();
  expect(findUnsafeJson("text")).toBeNull();
});

test("a key that would change the prototype is refused with its place", () => {
  const value = JSON.parse('{"a":{"x/y":{"__proto__":{"admin":true}}}}');
  expect(findUnsafeJson(value)).toMatchObject({ path: "/a/x~1y/__proto__" });
});

test("64 levels pass and 65 are refused", () => {
  const nested = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels));
  expect(findUnsafeJson(nested(64))).toBeNull();
  expect(findUnsafeJson({ graph: nested(64) })?.message).toBe(
    "Nested more than 64 levels deep, at /graph/0/0/0/0/0/0/0/….",
  );
});

test("depth far beyond the call stack is answered, not thrown", () => {
  expect(findUnsafeJson(JSON.parse("[".repeat(200_000) + "]".repeat(200_000)))).not.toBeNull();
});
