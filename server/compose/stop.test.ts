import { expect, test } from "vitest";
import { createStopper } from "./stop.ts";

test("what was opened last closes first, once, and a failing or hanging close keeps no other", async () => {
  const closed: string[] = [];
  const failed: string[] = [];
  const stopper = createStopper(
    (name, _, error) => (error === undefined ? undefined : failed.push(name)),
    20,
  );
  stopper.onStop("database", () => void closed.push("database"));
  stopper.onStop("hanging", () => new Promise(() => undefined));
  stopper.onStop("failing", () => {
    throw new Error("no");
  });
  stopper.onStop("server", async () => void closed.push("server"));
  await Promise.all([stopper.stop(), stopper.stop()]);
  expect(closed).toEqual(["server", "database"]);
  expect(failed).toEqual(["failing", "hanging"]);
});
