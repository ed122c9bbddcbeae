import { expect, test } from "vitest";
import { sentence } from "./sentence.ts";

test("a sentence ends once, also where it asks", () => {
  expect(sentence("the node is not there")).toBe("the node is not there.");
  expect(sentence('did you mean "maxDepth"?')).toBe('did you mean "maxDepth"?');
  expect(sentence("Say which.")).toBe("Say which.");
});
