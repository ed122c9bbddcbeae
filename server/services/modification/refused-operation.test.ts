import { expect, test } from "vitest";
import { refusal } from "#server/engine/modification/refusals";
import { refusedOperation } from "./refused-operation.ts";

const detailOf = (path: string, message: string) =>
  refusedOperation({ ok: false, index: 0, refusal: refusal("M006", path, message) }).details[0]?.message;

test("the place in the graph stands once in a refusal, also where the message begins with it", () => {
  expect(detailOf("/nodes/a", "this has no title")).toBe("/nodes/a: this has no title (M006)");
  expect(detailOf("/nodes/a", "/nodes/a: this has no title")).toBe("/nodes/a: this has no title (M006)");
});
