import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completionsAt } from "./complete";
import { sayTerm, toggleValue, valuesOf } from "./edit";
import { parseQuery } from "./parse";
import { printQuery } from "./print";
import type { Query, QueryField, Term } from "./query";
import { instantMs, spanMs } from "./values";

const FIELDS: readonly QueryField[] = [
  {
    name: "status",
    label: "Status",
    kind: "enum",
    options: [
      { value: "running", label: "Running" },
      { value: "failed", label: "Failed" },
      { value: "needs_attention", label: "Needs attention" },
    ],
  },
  { name: "label", label: "Label", kind: "text" },
  { name: "depth", label: "Depth", kind: "number" },
  { name: "runs", label: "Runs", kind: "number", takes: [">="] },
  { name: "duration", label: "Duration", kind: "duration" },
  { name: "started", label: "Started", kind: "instant" },
];
const parse = (text: string) => parseQuery(text, FIELDS);

const not = fc.boolean();
const op = fc.constantFrom(">", ">=", "<", "<=" as const);
const figure = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String);
const span = fc
  .tuple(fc.nat(999), fc.constantFrom("ms", "s", "m", "h", "d", "w"))
  .map(([n, unit]) => `${n}${unit}`);
const moment = fc.oneof(
  span,
  fc
    .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .chain((date) =>
      fc.constantFrom(date.toISOString(), date.toISOString().slice(0, 10), date.toISOString().slice(0, 16)),
    ),
);
const compared = (field: string, value: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.record({ kind: fc.constant("compare" as const), field: fc.constant(field), not, op, value }),
    fc.record({
      kind: fc.constant("range" as const),
      field: fc.constant(field),
      not,
      from: value,
      to: value,
    }),
    fc.record({
      kind: fc.constant("is" as const),
      field: fc.constant(field),
      not,
      values: fc.array(value, { minLength: 1 }),
    }),
  );
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constant("word" as const), text: fc.string({ unit: "grapheme" }) }),
  fc.record({
    kind: fc.constant("is" as const),
    field: fc.constant("status"),
    not,
    values: fc.array(fc.constantFrom("running", "failed", "needs_attention"), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("is" as const),
    field: fc.constant("label"),
    not,
    values: fc.array(fc.oneof(fc.string(), fc.constantFrom("a..b", ">x", "-", '"', "\\", "a,b", "", "x:y")), {
      minLength: 1,
    }),
  }),
  compared("depth", figure),
  compared("duration", span),
  compared("started", moment),
);
const query: fc.Arbitrary<Query> = fc.array(term, { maxLength: 6 });

describe("any query", () => {
  it("printed and parsed is the same query, without a problem", () => {
    fc.assert(
      fc.property(query, (asked) => {
        expect(parse(printQuery(asked))).toEqual({ query: asked, problems: [] });
      }),
      { numRuns: 500 },
    );
  });

  it("survives as a URL parameter", () => {
    fc.assert(
      fc.property(query, (asked) => {
        const url = new URL("http://x/runs");
        url.searchParams.set("q", printQuery(asked));
        expect(parse(new URL(url.href).searchParams.get("q") ?? "").query).toEqual(asked);
      }),
    );
  });
});

describe("any text", () => {
  const pieces = fc.array(
    fc.constantFrom(
      "status:",
      "depth",
      ":",
      ">",
      "..",
      "-",
      '"',
      "\\",
      ",",
      " ",
      "failed",
      "5",
      "started:",
      "24h",
      "é",
    ),
  );
  it("is read without an exception, problems lie inside it, and what was understood stays so", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((all) => all.join("")),
          fc.string({ unit: "binary" }),
        ),
        (text) => {
          const { query: asked, problems } = parse(text);
          for (const { from, to } of problems) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeGreaterThanOrEqual(from);
            expect(to).toBeLessThanOrEqual(text.length);
          }
          expect(parse(printQuery(asked))).toEqual({ query: asked, problems: [] });
        },
      ),
      { numRuns: 500 },
    );
  });

  it("has completions that can be put in", () => {
    fc.assert(
      fc.property(
        pieces.map((all) => all.join("")),
        fc.nat(40),
        (text, caret) => {
          for (const { from, to } of completionsAt(text, Math.min(caret, text.length), FIELDS)) {
            expect(from).toBeLessThanOrEqual(to);
            expect(to).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});

describe("reading", () => {
  it("understands every form", () => {
    const { query: asked, problems } = parse(
      'status:failed,running -label:"two words" depth:>10 duration:<=1.5s started:2026-11-01..2026-11-02 lodash',
    );
    expect(problems).toEqual([]);
    expect(asked).toEqual([
      { kind: "is", field: "status", not: false, values: ["failed", "running"] },
      { kind: "is", field: "label", not: true, values: ["two words"] },
      { kind: "compare", field: "depth", not: false, op: ">", value: "10" },
      { kind: "compare", field: "duration", not: false, op: "<=", value: "1.5s" },
      { kind: "range", field: "started", not: false, from: "2026-11-01", to: "2026-11-02" },
      { kind: "word", text: "lodash" },
    ]);
  });

  it("takes a state by its word too", () => {
    expect(parse('status:"needs attention" STATUS:Failed').query).toMatchObject([
      { values: ["needs_attention"] },
      { values: ["failed"] },
    ]);
  });

  it.each([
    ["stat:failed", 0, 4, "status"],
    ["status:faild", 7, 12, "failed"],
    ["a -colour:red", 2, 13, '"-colour:red"'],
    ['label:"open', 0, 11, 'label:"open"'],
  ])("%s has a problem with its place and a fix", (text, from, to, fix) => {
    expect(parse(text).problems).toMatchObject([{ from, to, fix }]);
  });

  it.each([
    ["depth:many", "“many” does not fit depth. Write a number such as 10."],
    ["duration:5", "“5” does not fit duration. Write a span such as 300ms, 1.5s or 2h."],
    ["started:2026-02-30", "Write a date such as 2026-11-01"],
    ["status:", "Status needs one of: running, failed, needs_attention."],
    ["runs:<5", "Runs cannot be asked for less than (<); it takes at least (>=)."],
    ["status:>failed", "Status cannot be asked for more than (>)"],
  ])("%s is refused in words", (text, message) => {
    expect(parse(text).problems[0]?.message).toContain(message);
    expect(parse(text).query).toEqual([]);
  });

  it("keeps the good values of a list and the terms around a bad one", () => {
    const { query: asked, problems } = parse("status:failed,nope x depth:y");
    expect(asked).toEqual([
      { kind: "is", field: "status", not: false, values: ["failed"] },
      { kind: "word", text: "x" },
    ]);
    expect(problems).toHaveLength(2);
  });
});

describe("values", () => {
  it("spans add up", () => {
    expect(spanMs("1h30m")).toBe(5_400_000);
    expect(spanMs("1.5s")).toBe(1_500);
    for (const text of ["", "5", "5x", "1h 30m", "h"]) expect(spanMs(text)).toBeNull();
  });

  it("a day ends with its last millisecond, a minute with its own", () => {
    expect(instantMs("2026-11-01", "utc")).toBe(Date.UTC(2026, 10, 1));
    expect(instantMs("2026-11-01", "utc", true)).toBe(Date.UTC(2026, 10, 2) - 1);
    expect(instantMs("2026-11-01T10:30", "utc", true)).toBe(Date.UTC(2026, 10, 1, 10, 31) - 1);
    expect(instantMs("2026-11-01T10:30Z", "local")).toBe(Date.UTC(2026, 10, 1, 10, 30));
    expect(instantMs("2026-11-01T12:30:05+02:00", "local")).toBe(Date.UTC(2026, 10, 1, 10, 30, 5));
    for (const text of ["2026-13-01", "2026-02-30", "2026-11-01T25:00", "now"])
      expect(instantMs(text, "utc")).toBeNull();
  });
});

describe("editing", () => {
  it("a value goes in and out again", () => {
    const one = toggleValue(parse("x").query, "status", "failed");
    const two = toggleValue(one, "status", "running");
    expect(printQuery(two)).toBe("x status:failed,running");
    expect(valuesOf(two, "status")).toEqual(["failed", "running"]);
    expect(printQuery(toggleValue(toggleValue(two, "status", "failed"), "status", "running"))).toBe("x");
  });

  it("terms are said in words", () => {
    const say = (text: string) => parse(text).query.map((one) => sayTerm(one, FIELDS).value);
    expect(say("-status:failed,needs_attention depth:>=3 started:>24h started:<7d duration:1s..2s")).toEqual([
      "not Failed or Needs attention",
      "≥ 3",
      "within the last 24h",
      "longer ago than 7d",
      "1s to 2s",
    ]);
  });
});

describe("completion", () => {
  const offered = (text: string) => completionsAt(text, text.length, FIELDS).map(({ label }) => label);
  it("offers fields, then their values, without those that stand there", () => {
    expect(offered("st")).toEqual(["status:", "started:"]);
    expect(offered("-st")).toEqual(["-status:", "-started:"]);
    expect(offered("status:")).toEqual(["running", "failed", "needs_attention"]);
    expect(offered("status:failed,")).toEqual(["running", "needs_attention"]);
    expect(offered("status:failed,r")).toEqual(["running"]);
    expect(offered("started:")).toEqual([">1h", ">24h", ">7d"]);
    expect(offered("runs:")).toEqual([">=1"]);
    expect(offered("nothing:")).toEqual([]);
  });
});
