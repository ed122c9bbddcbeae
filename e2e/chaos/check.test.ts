import { describe, expect, it } from "vitest";
import type { EventRow } from "../server/rest.ts";
import { check, type LoggedCall } from "./check.ts";

/** The checker must be able to fail: each deliberate breakage below turns it red. */

const at = (ms: number) => new Date(1_000_000 + ms).toISOString();

function journal(...rows: readonly (Partial<EventRow> & { readonly type: string })[]): EventRow[] {
  return rows.map((row, index) => {
    const place = { runId: "t", nodeId: "read", iteration: null, attempt: 1 };
    return {
      seq: index + 1,
      at: at(index * 10),
      ...place,
      ...(row.type === "AttemptStarted" ? { delivery: 1, pure: false } : {}),
      ...row,
    };
  });
}

function call(delivery = 1, more: Partial<LoggedCall> = {}): LoggedCall {
  return { phase: "start", pure: false, runId: "t", node: "read", item: null, attempt: 1, delivery, ...more };
}

const GOOD = journal(
  { type: "RunStarted", nodeId: null },
  { type: "AttemptStarted" },
  { type: "AttemptStarted", delivery: 2 },
  { type: "NodeCompleted" },
  { type: "RunSucceeded", nodeId: null },
);
const GOOD_CALLS = [call(1), call(2)];

describe("check", () => {
  it("finds nothing in a run that a kill interrupted and that went on", () => {
    expect(check({ events: GOOD, calls: GOOD_CALLS, kills: 1 })).toEqual({
      broken: [],
      starts: 2,
      calls: 2,
      inFlight: 1,
      redelivered: 1,
    });
  });

  it("allows a committed start whose call the kill prevented, up to what was in flight", () => {
    expect(check({ events: GOOD, calls: GOOD_CALLS.slice(1), kills: 1 }).broken).toEqual([]);
    expect(check({ events: GOOD, calls: GOOD_CALLS.slice(1), kills: 0 }).broken).toHaveLength(1);
  });

  it.each([
    ["a call without a committed start", GOOD, [...GOOD_CALLS, call(3)], /without a committed start/],
    ["one delivery called twice", GOOD, [...GOOD_CALLS, call(1)], /called twice/],
    ["a gap", GOOD.filter(({ seq }) => seq !== 4), GOOD_CALLS, /seq 5 where 4/],
  ])("finds %s", (_, events, calls, expected) => {
    const { broken } = check({ events, calls, kills: 1 });
    expect(broken.join("\n")).toMatch(expected);
  });

  it("finds a committed result that was made again", () => {
    const events = journal(
      { type: "AttemptStarted" },
      { type: "NodeCompleted" },
      { type: "AttemptStarted", delivery: 2 },
      { type: "NodeCompleted" },
    );
    expect(check({ events, calls: [], kills: 9 }).broken.join("\n")).toMatch(/whose result was final/);
  });

  it("finds an event after the end of its run", () => {
    const events = journal(
      { type: "RunStarted", nodeId: null },
      { type: "RunSucceeded", nodeId: null },
      { type: "NodeStarted" },
    );
    expect(check({ events, calls: [], kills: 0 }).broken.join("\n")).toMatch(/after the end of run/);
  });
});
