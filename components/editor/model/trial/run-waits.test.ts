import { expect, it } from "vitest";
import type { RunRow } from "#server/engine/live/wire";
import { runRow } from "../../../tree/testing/trees";
import { askingRun, withWaits } from "./run-waits";

const row = (no: number, over: Partial<RunRow>) =>
  ({ ...runRow(no, no === 0 ? null : 0, over), no, ...over }) as RunRow;
const approval: Partial<RunRow> = {
  status: "waiting",
  endedAt: null,
  notes: { waits: [{ kind: "approval", node: "ask", item: null }] },
};

it("marks nodes that wait as waiting, with all else that is known of them, unless they have ended", () => {
  const marks = new Map([
    ["ask", { status: "active", attempts: 2 }],
    ["done", { status: "completed" }],
  ]);
  expect([...withWaits(marks, ["ask", "done", "new"])]).toEqual([
    ["ask", { status: "waiting", attempts: 2 }],
    ["done", { status: "completed" }],
    ["new", { status: "waiting" }],
  ]);
});

it("finds the run of a tree that asks for an answer", () => {
  const timer: Partial<RunRow> = {
    endedAt: null,
    notes: { waits: [{ kind: "timer", node: "n", item: null }] },
  };
  expect(askingRun([row(0, timer), row(1, approval)])).toBe(1);
  expect(askingRun([row(0, timer), row(1, { ...approval, endedAt: 9 })])).toBeNull();
  expect(askingRun([row(0, { endedAt: null, parked: 1 })])).toBe(0);
});
