import { expect, test } from "vitest";
import { type LogLevel, type LogLine, type TaskLog, taskLog } from "./task-log.ts";

function linesOf(say: (log: TaskLog) => void): readonly LogLine[] {
  const lines: LogLine[] = [];
  say(taskLog((line) => lines.push(line)));
  return lines;
}

test("a task logs a message, with fields and a level if it likes", () => {
  expect(
    linesOf((log) => {
      log("began");
      log("fetched", { bytes: 3 });
      log("warn", "slow", { ms: 900 });
      log("error", "gone");
    }),
  ).toEqual([
    { level: "info", message: "began", fields: {} },
    { level: "info", message: "fetched", fields: { bytes: 3 } },
    { level: "warn", message: "slow", fields: { ms: 900 } },
    { level: "error", message: "gone", fields: {} },
  ]);
});

test("a level that there is not loses no message", () => {
  expect(linesOf((log) => log("loud" as LogLevel, "heard"))).toEqual([
    { level: "info", message: "heard", fields: {} },
  ]);
});
