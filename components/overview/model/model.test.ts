import { describe, expect, it } from "vitest";
import { STATUSES } from "#server/engine/live/wire";
import { isLive } from "../../ui/tone";
import { barsOf, partsIn } from "./bars";
import { needHref, OPEN_TREES, runsHref } from "./links";
import { still } from "./still";

describe("runsHref", () => {
  it("puts the filter of a tile into the address of the list", () => {
    expect(runsHref({ status: "needs_attention" })).toBe("/runs?status=needs_attention");
    expect(runsHref({ status: ["failed", "cancelled"], endedWithin: "24h" })).toBe(
      "/runs?status=failed&status=cancelled&endedWithin=24h",
    );
    expect(runsHref({ slug: "dependency-audit" })).toBe("/runs?workflow=dependency-audit");
    expect(runsHref({ waits: "person", children: true })).toBe("/runs?waits=person&children=1");
    expect(runsHref({})).toBe("/runs");
  });
});

describe("OPEN_TREES", () => {
  it("leads to all that the overview counts as open, not only to what works right now", () => {
    const open = STATUSES.filter((status) => isLive(status) || status === "needs_attention");
    expect(new Set(new URL(OPEN_TREES, "http://a").searchParams.getAll("status"))).toEqual(new Set(open));
  });
});

describe("needHref", () => {
  it("leads to the list of a tile, or to the breaker that is open", () => {
    expect(needHref({ link: { list: "runs", query: { status: "paused" } } })).toBe("/runs?status=paused");
    expect(needHref({ link: { list: "agents", breaker: null } })).toBe("/agents");
    expect(needHref({ link: { list: "agents", breaker: "http:a.example" } })).toBe(
      "/agents?breaker=http%3Aa.example",
    );
  });
});

describe("still", () => {
  it("keeps every row in its place while its content changes", () => {
    const shown = [
      { id: "a", runs: 1 },
      { id: "b", runs: 5 },
    ];
    const present = [
      { id: "c", runs: 9 },
      { id: "b", runs: 6 },
      { id: "a", runs: 2 },
    ];
    expect(still(shown, present)).toEqual([
      { id: "a", runs: 2 },
      { id: "b", runs: 6 },
      { id: "c", runs: 9 },
    ]);
  });

  it("leaves what has gone where it was", () => {
    expect(still([{ id: "a" }, { id: "b" }], [{ id: "b" }])).toEqual([{ id: "a" }, { id: "b" }]);
  });
});

describe("barsOf", () => {
  const from = "2026-01-01T10:00:00.000Z";
  const to = "2026-01-01T11:00:00.000Z";

  it("adds statuses of one hue up, and counts every run once", () => {
    const [bar] = barsOf({
      bucketMs: 3_600_000,
      buckets: [{ from, to, counts: { succeeded: 3, cancelled: 1, needs_attention: 2 } }],
    });
    expect(bar).toMatchObject({ succeeded: 3, degraded: 3, failed: 0, total: 6, from, to });
  });

  it("names only the hues that occur", () => {
    const bars = barsOf({ bucketMs: 1, buckets: [{ from, to, counts: { failed: 1, running: 1 } }] });
    expect(partsIn(bars)).toEqual(["running", "failed"]);
  });
});
