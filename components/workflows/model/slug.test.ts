import { expect, it } from "vitest";
import { slugSchema } from "#server/engine/graph/fields";
import { slugOf } from "./slug";

it.each([
  ["Dependency audit!", "dependency-audit"],
  ["  Über 3 Wälder ", "uber-3-walder"],
  ["42 answers", "answers"],
  ["日本", ""],
  [`${"a".repeat(63)} b`, "a".repeat(63)],
])("the slug of %s is one", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  if (slug) expect(slugSchema.safeParse(slug).success).toBe(true);
});
