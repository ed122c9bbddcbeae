import { describe, expect, it } from "vitest";
import type { BreakerSummary } from "#server/services/types-breakers";
import { countStates, nextText, standing } from "./breaker";

const NOW = Date.UTC(2026, 0, 1);
const after = (ms: number) => new Date(NOW + ms).toISOString();
const breaker = (given: Partial<BreakerSummary> = {}): BreakerSummary => ({
  id: "agent:writer",
  kind: "agent",
  resource: "writer",
  tenant: "workspace",
  state: "closed",
  until: null,
  computed: "closed",
  forced: null,
  failures: 0,
  trips: 0,
  probes: 0,
  lastFailure: null,
  lastFailedAt: null,
  held: { places: 0, trees: 0 },
  ...given,
});
const forced = { state: "closed", reason: "canary", by: "Ada", at: after(-1), until: null } as const;
const open = breaker({ state: "open", computed: "open", until: after(43_000) });
const held = breaker({ computed: "open", forced });

describe("standing", () => {
  it("goes on by itself between two answers of the server", () => {
    expect(standing(open, NOW)).toEqual({ state: "open", forced: false, leftMs: 43_000 });
    expect(standing(open, NOW + 43_000)).toEqual({ state: "halfOpen", forced: false, leftMs: null });
    const short = breaker({ ...held, until: after(1_000) });
    expect(standing(short, NOW)).toMatchObject({ state: "closed", forced: true });
    expect(standing(short, NOW + 1_000)).toMatchObject({ state: "open", forced: false });
  });
});

describe("nextText", () => {
  it("says until when, what finds out, and how near it is to opening", () => {
    expect(nextText(open, NOW)).toBe("tries again in 43 s");
    expect(nextText(open, NOW + 50_000)).toBe("the next call finds out");
    expect(nextText(breaker({ state: "halfOpen", probes: 1 }), NOW)).toBe("a call finds out");
    expect(nextText(held, NOW)).toBe("until it is taken back");
    expect(nextText(breaker({ failures: 3 }), NOW)).toBe("3 of 5 failures in a row");
    expect(nextText(breaker(), NOW)).toBeNull();
  });
});

describe("countStates", () => {
  it("counts what a person holds apart from what figures say", () => {
    const all = [open, held, breaker(), breaker({ state: "halfOpen" })];
    expect(countStates(all, NOW)).toEqual({ open: 1, halfOpen: 1, held: 1 });
  });
});
