import { expect, test } from "vitest";
import { createAttempts } from "./attempts.ts";

test("after 20 failures within a minute an address waits until the oldest is a minute old", () => {
  const attempts = createAttempts(20);
  for (let i = 0; i < 20; i++) {
    expect(attempts.allows("127.0.0.1", 1000 + i)).toBe(true);
    attempts.failed("127.0.0.1", 1000 + i);
  }
  expect(attempts.allows("127.0.0.1", 1100)).toBe(false);
  expect(attempts.allows("::1", 1100)).toBe(true);
  expect(attempts.allows("127.0.0.1", 60_999)).toBe(false);
  expect(attempts.allows("127.0.0.1", 61_000)).toBe(true);
});
