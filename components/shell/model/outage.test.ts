import { describe, expect, it } from "vitest";
import { outageSince, troubleOf } from "./outage";

const live = { connection: "live", online: true } as const;
const cut = { connection: "reconnecting", online: true } as const;
const silent = { connection: "stale", online: true } as const;

describe("outageSince", () => {
  it("keeps the instant of the first trouble until all is well again", () => {
    const since = outageSince(null, cut, 10_000);
    expect(since).toBe(10_000);
    expect(outageSince(since, silent, 20_000)).toBe(10_000);
    expect(outageSince(since, { ...live, online: false }, 30_000)).toBe(10_000);
    expect(outageSince(since, live, 40_000)).toBeNull();
  });

  it("counts a silence from the last word, not from when it was noticed", () => {
    expect(outageSince(null, silent, 10_000)).toBe(5_000);
  });

  it("sees no old state in a page that is still loading", () => {
    expect(outageSince(null, { connection: "connecting", online: true }, 10_000)).toBeNull();
  });
});

describe("troubleOf", () => {
  it("says at once that the browser is offline, and lets a short cut pass unsaid", () => {
    expect(troubleOf({ ...live, online: false }, 1_000, 1_000)).toBe("offline");
    expect(troubleOf(cut, 1_000, 1_200)).toBeNull();
    expect(troubleOf(cut, 1_000, 3_000)).toBe("silent");
    expect(troubleOf(live, null, 3_000)).toBeNull();
  });
});
