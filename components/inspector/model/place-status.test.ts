import { expect, it } from "vitest";
import { placeLook } from "./place-status.ts";

it.each([
  ["held", "waiting", "held by a breaker"],
  ["parked", "needs_attention", "waits for a person"],
  ["active", "running", "running"],
  ["completed", "succeeded", "completed"],
])("a node that is %s looks like a run that is %s, and says %s", (status, glyph, word) => {
  expect(placeLook(status)).toEqual({ glyph, word });
});

it("says of a completed node that its result is less than was asked for", () => {
  expect(placeLook("completed", true).word).toBe("completed, degraded");
  expect(placeLook("active", true).word).toBe("running");
});

it("says the name of a state that it does not know", () => {
  expect(placeLook("new-state")).toEqual({ glyph: "queued", word: "new-state" });
});
