import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Compiled,
  compileExpression,
  type Evaluated,
  evaluate,
  inferTypes,
  type JsonType,
} from "../expression/index.ts";
import { misfitsOf, type Schema } from "../schema/fits.ts";
import type { Json } from "../values/json.ts";
import type { Graph } from "./graph.ts";
import { knownType } from "./read-types.ts";
import { validateGraph } from "./validate.ts";

const FIELDS = {
  n: { type: "integer" },
  r: { type: "number" },
  t: { type: "string" },
  b: { type: "boolean" },
  l: { type: "array", items: { type: "string" } },
  ln: { type: "array", items: { type: "number" } },
  any: { type: "array" },
  o: { type: "object", properties: { n: { type: "integer" }, x: {} } },
  u: { type: ["string", "null"] },
  d: {},
};
const SCHEMA: Schema = { type: "object", properties: FIELDS };

function told(nodes: Readonly<Record<string, unknown>>, edges: readonly unknown[] = []): readonly string[] {
  const graph = { schemaVersion: 1, slug: "audit", name: "Audit", nodes, edges, inputSchema: SCHEMA };
  const { problems, ok } = validateGraph(graph);
  expect(ok, JSON.stringify(problems)).toBe(true);
  return problems.map(({ code, path, message }) => `${code} ${path} ${message}`);
}

const gives = (output: Json) => ({ kind: "transform", output });

describe("types of expressions", () => {
  it.each([
    ["input.n + 'x'", `input.n + 'x': "+" does not take a number and a string; join text with string(…)`],
    ["input.t * 2", `input.t * 2: "*" does not take a string and a number`],
    ["input.n > 'a'", `input.n > 'a': ">" does not take a number and a string`],
    ["input.n.size()", "input.n.size(): a number has no size()"],
    ["1 + size(input.n)", "size(input.n): size() does not take a number"],
    ["input.t.contains(input.n)", "input.t.contains(input.n): a string has no contains() with a number"],
    ["input.n in input.t", `input.n in input.t: "in" does not take a number and a string`],
    ["!input.n", `!input.n: "!" does not take a number`],
    ["input.b && input.n", `input.b && input.n: "&&" joins what is true or false, and this has a number`],
    ["input.n ? 1 : 2", "input.n: a condition is true or false, and this is a number"],
    ["input.n.map(x, x)", "input.n: a list or an object is gone through, and this is a number"],
    ["input.l.map(w, w * 2)", `w * 2: "*" does not take a string and a number`],
    ["input.l[0] - 1", `input.l[0] - 1: "-" does not take a string and a number`],
    ["input.o.n.x + 1", "input.o.n.x: this reads a part of a number, which has none"],
    ["input.n == 'a' ? input.t - 1 : 2", `input.t - 1: "-" does not take a string and a number`],
    ["[input.n] + [1] == [2] ? -input.t : 1", `-input.t: "-" does not take a string`],
  ])("says of %s why no data can make it work", (source, message) => {
    expect(told({ a: gives({ v: `= ${source}` }) })).toEqual([`V002 /nodes/a/output/v ${message}`]);
  });

  it.each([
    "input.b ? input.n : input.t",
    "input.l[input.n] + 'a'",
    "input.n == 'a' || input.t != null",
    "[input.n] + [1] + ['a']",
    "1 in input.l",
    "has(input.n) && input.u == null",
    "input.u + 1",
    "input.d + 1 > input.n",
    "input.?n.orValue('x')",
    "input.n % 2 == 1 ? range(input.n) : []",
    "input.t.size() / input.r",
    "input.l.map(input, input + 'a')",
    "input.o.x * 2",
    "false && input.n > 'a'",
    "type(input.n) == string ? input.n + 'a' : 'b'",
    "{'a': input.n}.a + input.n",
  ])("says nothing of %s", (source) => {
    expect(told({ a: gives({ v: `= ${source}` }) })).toEqual([]);
  });

  it("says where something else is expected than an expression gives", () => {
    const nodes = {
      a: gives(1),
      b: { kind: "map", over: "= input.n", body: gives("= item") },
      c: { kind: "wait", durationMs: "= input.t" },
      d: {
        kind: "decision",
        cases: [
          { port: "p", when: "size(input.l)" },
          { port: "p", when: "input.d" },
        ],
      },
      e: {
        ...gives({ n: "= string(input.n) + 'x'" }),
        outputSchema: { type: "object", properties: { n: { type: "integer" } } },
      },
    };
    const edges = [
      { source: "a", target: "b", when: "input.t" },
      { source: "a", target: "c", when: "input.n + 1" },
      { source: "a", target: "d", when: "input.n > 1" },
      { source: "d", target: "e", port: "p" },
    ];
    const shortly = told(nodes, edges).map((each) => each.replace(/;.*/, ""));
    expect(shortly).toEqual([
      "V002 /nodes/b/over input.n is a number, and a list is expected here",
      "V002 /nodes/c/durationMs input.t is a string, and a number is expected here",
      "V002 /nodes/d/cases/0/when size(input.l) is a number, and a boolean is expected here",
      "V002 /edges/0/when input.t is a string, and a boolean is expected here",
      "V002 /edges/1/when input.n + 1 is a number, and a boolean is expected here",
      "V002 /nodes/e/output/n string(input.n) + 'x' is a string, and an integer is expected here",
    ]);
  });

  const text = fc.constantFrom("", "a", "12");
  const fitting: Readonly<Record<JsonType | "null", fc.Arbitrary<Json>>> = {
    number: fc.constantFrom(0, 1, 2, -3, 1.5),
    string: text,
    boolean: fc.boolean(),
    array: fc.array(fc.constantFrom<Json>(1, "a", null, true, [1]), { minLength: 1, maxLength: 3 }),
    object: fc.record({ x: fc.constantFrom<Json>(1, "a", null) }),
    null: fc.constant(null),
  };
  const JSON_TYPES = Object.keys(fitting) as (keyof typeof fitting)[];

  /** A schema of one field, and what fits it. */
  const field = fc.oneof(
    ...JSON_TYPES.map((type) => fc.constant({ schema: { type }, values: fitting[type] })),
    fc.constant({ schema: { type: "integer" }, values: fc.constantFrom<Json>(0, 1, 5) }),
    fc
      .constantFrom("number" as const, "string" as const, "boolean" as const, "object" as const)
      .map((type) => ({
        schema: { type: "array", items: { type } },
        values: fc.array(fitting[type], { minLength: 1, maxLength: 3 }) as fc.Arbitrary<Json>,
      })),
    fc.tuple(fc.constantFrom(...JSON_TYPES), fc.constantFrom(...JSON_TYPES)).map(([one, two]) => ({
      schema: one === two ? {} : { type: [one, two] },
      values: fc.oneof(fitting[one], fitting[two]),
    })),
  );

  const NAMES = ["p", "q", "s"];
  const leaf = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NAMES.map((name) => `input.${name}`)) },
    fc.constantFrom(
      "1",
      "'a'",
      "1.5",
      "true",
      "null",
      "[1]",
      "['a', 1]",
      "{'a': 1}",
      "size('ab')",
      "input.p[0]",
    ),
  );
  const binary = ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in"];
  const calls = [
    "size(X)",
    "X.size()",
    "string(X)",
    "int(X)",
    "X.contains('a')",
    "X.startsWith(Y)",
    "X.split(',')",
  ];
  const more = [
    "X.join(',')",
    "keys(X)",
    "values(X)",
    "range(X)",
    "sum(X)",
    "max(X)",
    "flatten(X)",
    "distinct(X)",
  ];
  const shapes = [
    "-X",
    "!X",
    "X[Y]",
    "X.x",
    "[X, Y]",
    "{'a': X, 'b': Y}",
    "{'a': X}.a",
    "X.map(i, i)",
    "has(input.p)",
  ];
  const inner = [
    "X.map(i, i + Y)",
    "X.filter(i, i == i)",
    "X.exists(i, i == Y)",
    "X.all(i, i > Y)",
    "cel.bind(i, X, i + Y)",
  ];
  const shape = fc.constantFrom(...binary.map((op) => `X ${op} Y`), ...calls, ...more, ...shapes, ...inner);
  const strict = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc
        .tuple(shape, tie("tree"), tie("tree"))
        .map(([form, x, y]) => form.replace(/[XY]/g, (hole) => `(${hole === "X" ? x : y})`)),
    ),
  })).tree;
  /** What only some data come to, by a field that every sample has both ways. */
  const lazy = fc
    .tuple(
      fc.constantFrom("input.b ? X : Y", "input.b ? Y : X", "input.b && X", "X || input.b", "input.b || X"),
      strict,
      strict,
    )
    .map(([form, x, y]) => form.replace(/[XY]/g, (hole) => `(${hole === "X" ? x : y})`));

  const run = (expression: Compiled, input: Json): Evaluated =>
    evaluate(expression, { input, node: () => undefined, run: {}, tree: {} }, () => undefined);
  const typeOf = (value: Json): string =>
    value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

  it("complains of nothing that works on all data that fit, and knows the type of what it gives", () => {
    let [complaints, known] = [0, 0];
    const cases = fc.record({
      fields: fc.tuple(field, field, field),
      source: fc.oneof(strict, lazy),
    });
    const withData = cases.chain(({ fields, source }) =>
      fc.record({
        schema: fc.constant<Schema>({
          type: "object",
          properties: {
            b: { type: "boolean" },
            ...Object.fromEntries(fields.map(({ schema }, i) => [NAMES[i], schema])),
          },
        }),
        source: fc.constant(source),
        rows: fc.array(fc.tuple(...fields.map(({ values }) => values)), { minLength: 12, maxLength: 12 }),
      }),
    );
    fc.assert(
      fc.property(withData, ({ schema, source, rows }) => {
        const compiled = compileExpression(source);
        if (!compiled.ok) return;
        const data = rows.flatMap((row) =>
          [true, false].map((b) => ({ b, ...Object.fromEntries(row.map((value, i) => [NAMES[i], value])) })),
        );
        expect(data.flatMap((each) => misfitsOf(schema, each))).toEqual([]);
        const { type, fault } = inferTypes(compiled.expression, (path) =>
          knownType({ inputSchema: schema } as unknown as Graph, path),
        );
        const results = data.map((each) => run(compiled.expression, each));
        if (fault !== undefined) {
          complaints += 1;
          expect(
            results.every(({ ok }) => ok),
            `${source}: ${fault}`,
          ).toBe(false);
        }
        if (type === null) return;
        const given = results.flatMap((result) => (result.ok ? [typeOf(result.stored as Json)] : []));
        known += given.length;
        expect(
          given.filter((each) => each !== type),
          source,
        ).toEqual([]);
      }),
      { numRuns: 2_000, seed: 1 },
    );
    expect(Math.min(complaints, known)).toBeGreaterThan(300);
  });
});
