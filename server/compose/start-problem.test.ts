import { expect, test } from "vitest";
import { StartProblem, startProblemLine } from "./start-problem.ts";

test("a known problem is said as it is", () => {
  expect(startProblemLine(new StartProblem("Port 3000 is taken.", "Stop it."))).toBe(
    "Port 3000 is taken. Stop it.",
  );
});

test("an error of the system gets advice instead of a stack", () => {
  const full = Object.assign(new Error("write failed\n  at somewhere"), { code: "ENOSPC" });
  const line = startProblemLine(full);
  expect(line).not.toContain("\n");
  expect(line).toContain("Free some space");
});

test.each([[new Error("odd.")], ["a string"], [null], [{}]])(
  "whatever is thrown (%s) becomes one line",
  (thrown) => {
    const line = startProblemLine(thrown);
    expect(line).toMatch(/^Banyan could not start: /);
    expect(line).toContain("LOG_LEVEL=debug");
    expect(line).not.toContain("\n");
  },
);
