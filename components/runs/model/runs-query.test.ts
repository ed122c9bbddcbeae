import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery, printQuery } from "../../ui/query/model";
import { runFields } from "./run-fields";
import { filterOf, filterOfLink, queryOf, type RunsFilter } from "./runs-query";

const FIELDS = runFields([{ value: "audit", label: "Audit" }], []);
const ask = (text: string): RunsFilter => {
  const { query, problems } = parseQuery(text, FIELDS);
  expect(problems).toEqual([]);
  return filterOf(query, "utc");
};

describe("what the service is asked for", () => {
  it.each<[string, RunsFilter]>([
    ["status:failed,running -workflow:audit", { status: ["failed", "running"], notSlug: ["audit"] }],
    ["depth:>3 runs:>=100 failed:>0", { minDepth: 4, minRuns: 100, minFailed: 1 }],
    ["duration:>1s duration:<2s", { minDurationMs: 1_001, maxDurationMs: 1_999 }],
    ["duration:1s..2s", { minDurationMs: 1_000, maxDurationMs: 2_000 }],
    ["started:>24h", { startedWithin: "24h" }],
    ["started:>1h30m", { startedWithin: "90m" }],
    ["ended:<1w", { endedBefore: "1w" }],
    ["started:2h..1h", { startedWithin: "2h", startedBefore: "1h" }],
    ["ended:>100ms", { endedWithin: "1s" }],
    ["ended:>200d1s", { endedWithin: "200d" }],
    ["ended:>99999999999d", { endedWithin: "9999999d" }],
    [
      "started:2026-11-01..2026-11-02",
      { startedFrom: "2026-11-01T00:00:00.000Z", startedTo: "2026-11-02T23:59:59.999Z" },
    ],
    ["started:>2026-11-01", { startedFrom: "2026-11-01T23:59:59.999Z" }],
    ["started:>=2026-11-01", { startedFrom: "2026-11-01T00:00:00.000Z" }],
    [
      "error:TaskFailed,ExpressionFailed waits:requeue",
      { error: ["TaskFailed", "ExpressionFailed"], waits: "requeue" },
    ],
    ['lodash "two words" demo:no actor:ada', { q: "lodash two words", demo: "without", actor: ["ada"] }],
  ])("%s", (text, filter) => {
    expect(ask(text)).toEqual(filter);
  });

  it("what the service cannot be asked for is a problem, not left out in silence", () => {
    for (const text of ["depth:<3", "-started:>24h", "depth:3", "-actor:ada", "runs:1..2"])
      expect(parseQuery(text, FIELDS).problems, text).toHaveLength(1);
  });
});

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 });
const figure = fc.nat(1_000_000);
const instant = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const filters: fc.Arbitrary<RunsFilter> = fc.record(
  {
    status: fc.uniqueArray(fc.constantFrom("failed", "running", "waiting"), { minLength: 1 }),
    notStatus: fc.uniqueArray(fc.constantFrom("failed", "running", "waiting"), { minLength: 1 }),
    slug: names,
    notSlug: names,
    actor: names,
    demo: fc.constantFrom("only", "without"),
    waits: fc.constantFrom("person", "requeue"),
    error: names,
    minDepth: figure,
    minRuns: figure,
    minFailed: figure,
    minDurationMs: figure,
    maxDurationMs: figure,
    startedWithin: fc.constantFrom("15m", "24h", "30d", "1s"),
    startedBefore: fc.constantFrom("10m", "2d"),
    endedFrom: instant,
    endedTo: instant,
    q: fc.string({ minLength: 1 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RunsFilter>;

describe("a filter of a saved view", () => {
  it("as text and read again is the same filter", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(ask(printQuery(queryOf(filter)))).toEqual(filter);
      }),
    );
  });
});

describe("a link from another page", () => {
  it("is the query it stands for", () => {
    const link = new URLSearchParams(
      "status=failed&status=cancelled&endedWithin=24h&workflow=audit&minFailed=1",
    );
    expect(printQuery(queryOf(filterOfLink(link)))).toBe(
      "status:failed,cancelled workflow:audit failed:>=1 ended:>24h",
    );
    expect(printQuery(queryOf(filterOfLink(new URLSearchParams("waits=person&children=1"))))).toBe(
      "waits:person",
    );
  });

  it("with a value that makes no sense has a problem to be seen", () => {
    const text = printQuery(queryOf(filterOfLink(new URLSearchParams("status=nonsense"))));
    expect(parseQuery(text, FIELDS).problems).toHaveLength(1);
  });
});
