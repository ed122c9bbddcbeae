import { describe, expect, it } from "vitest";
import type { AttemptRow, EventRow } from "#server/services/types";
import { laddersOf } from "./ladder";

const attempt = (nodeId: string, number: number, second: number, item: number | null = null) =>
  ({ nodeId, item, attempt: number, startedAt: iso(second), queuedAt: null, endedAt: null }) as AttemptRow;
const iso = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const event = (type: string, nodeId: string, second: number, more: object = {}) =>
  ({
    seq: second,
    type,
    runId: "t",
    nodeId,
    iteration: null,
    attempt: null,
    at: iso(second),
    ...more,
  }) as EventRow;
const failure = { code: "Down", message: "no answer" };

const told = (ladder: ReturnType<typeof laddersOf>[number] | undefined) =>
  ladder?.steps.map((step) => (step.kind === "attempt" ? step.attempt.attempt : step.text));

describe("a recovery ladder", () => {
  it("has the attempts of a place and what was done about their failures, in order", () => {
    const [fetch, write] = laddersOf(
      [attempt("fetch", 1, 1), attempt("fetch", 2, 5), attempt("write", 1, 2)],
      [
        event("RungTaken", "fetch", 4, { rung: 0, of: "recovery", do: "fallback", failure }),
        event("SlotParked", "fetch", 9, { failure }),
      ],
    );
    expect(fetch?.place).toBe("fetch");
    expect(told(fetch)).toEqual([1, "rung 1: fallback", 2, "waits for a person"]);
    expect(fetch?.steps[1]).toMatchObject({ why: "Down: no answer" });
    expect(told(write)).toEqual([1]);
  });

  it("keeps the items of a map apart, and names who asked again", () => {
    const ladders = laddersOf(
      [attempt("a", 1, 1, 0), attempt("a", 1, 1, 1)],
      [event("NodeRetried", "a", 3, { iteration: 1, actor: { name: "Ann" } })],
    );
    expect(ladders.map(({ place }) => place)).toEqual(["a[0]", "a[1]"]);
    expect(told(ladders[1])).toEqual([1, "asked for again by Ann"]);
  });

  it("shows a place that never had an attempt, such as a child run that was replaced", () => {
    const [only] = laddersOf(
      [],
      [
        event("RungTaken", "kid", 2, {
          rung: 1,
          of: "onEscalation",
          do: "replaceChild",
          strategy: "mine",
          failure,
        }),
      ],
    );
    expect(told(only)).toEqual(["choice 2: replaceChild (mine)"]);
  });
});
