import { describe, expect, it } from "vitest";
import type { EventRow } from "#server/services/types";
import { factsOf, placeIn, printEvents } from "./journal";

const event: EventRow = {
  seq: 4,
  type: "AttemptStarted",
  runId: "t.1",
  nodeId: "fetch",
  iteration: 3,
  attempt: 2,
  at: "2026-01-01T00:00:00.000Z",
  task: "get",
};

describe("an event of the journal", () => {
  it("names its place", () => {
    expect(placeIn(event)).toBe("fetch[3], attempt 2");
    expect(placeIn({ ...event, iteration: null, attempt: null })).toBe("fetch");
    expect(placeIn({ ...event, nodeId: null })).toBe("");
  });

  it("shows what it says beside that, and is copied whole", () => {
    expect(factsOf(event)).toEqual({ task: "get" });
    expect(JSON.parse(printEvents([event]))).toEqual([event]);
  });
});
