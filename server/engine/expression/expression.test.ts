import { describe, expect, it } from "vitest";
import type { BlobLookup, Json, Stored } from "../values/json.ts";
import {
  ADDED_FUNCTIONS,
  compileExpression,
  compileTemplate,
  type Evaluated,
  evaluate,
  evaluateCondition,
  evaluateWhole,
  renderTemplate,
  type Scope,
} from "./index.ts";

const BIG = { $blob: "h1", bytes: 40_000 };
const BLOBS: Readonly<Record<string, Json>> = { h1: { packages: [{ name: "a" }, { name: "b" }], size: 7 } };
const loaded: BlobLookup = (hash) => BLOBS[hash];
const nothing: BlobLookup = () => undefined;

const OUTPUTS: Readonly<Record<string, Stored>> = { read: { deps: ["x", "y"], big: BIG }, "read-file": 1 };
const scope: Scope = {
  input: {
    n: 3,
    half: 0.5,
    text: "abc",
    none: null,
    list: [1, "a", null],
    empty: [],
    words: ["p", "q"],
    map: { x: 1, y: "s" },
    big: BIG,
  },
  node: (id) => OUTPUTS[id],
  run: { depth: 2, label: "root" },
  tree: { remaining: { depth: 8, runs: 100 } },
};

function run(source: string, lookup: BlobLookup = nothing, within: Scope = scope): Evaluated {
  const result = compileExpression(source);
  if (!result.ok) throw new Error(`${source}: ${result.problem.message}`);
  return evaluate(result.expression, within, lookup);
}

function value(source: string, lookup: BlobLookup = loaded): Stored {
  const result = run(source, lookup);
  if (!result.ok)
    throw new Error("failure" in result ? result.failure.message : `missing ${result.missing.join()}`);
  return result.stored;
}

function failure(source: string, within: Scope = scope): string {
  const result = run(source, nothing, within);
  if (result.ok || !("failure" in result)) throw new Error(`${source} did not fail`);
  expect(result.failure.code).toBe("ExpressionFailed");
  return result.failure.message;
}

function problem(source: string): { message: string; offset?: number } {
  const result = compileExpression(source);
  if (result.ok) throw new Error(`${source} compiled`);
  return result.problem;
}

describe("evaluate", () => {
  it.each<[string, Stored]>([
    ["input.n + 1", 4],
    ["1 + input.n", 4],
    ["input.n - 1", 2],
    ["2 * input.half", 1],
    ["input.n / 2", 1.5],
    ["7 / 2", 3],
    ["input.n % 2", 1],
    ["7 % input.n", 1],
    ["input.n == 3", true],
    ["3 != input.n", false],
    ["1 == 1.0", true],
    ["input.n >= 3 && input.half < 1", true],
    ["size(input.list) > input.half", true],
    ["-input.n", -3],
    ["input.words[input.n - 2]", "q"],
    ["input.n > 2 ? 'deep' : 'flat'", "deep"],
    ["input.none == null", true],
    ["1 in input.list && 'a' in input.list", true],
    ["input.map == {'x': 1, 'y': 's'}", true],
    ["[1, 'x', null, input.n]", [1, "x", null, 3]],
    ["{'a': 1, 'b': input.words}", { a: 1, b: ["p", "q"] }],
    ["input.words.map(w, w + string(input.n)).join('-')", "p3-q3"],
    ["input.words.filter(input, input == 'q')", ["q"]],
    ["has(input.zz)", false],
    ["has(nodes.skipped.output)", false],
    ["has(nodes.read.output)", true],
    ["input.?zz", null],
    ["input.?zz.orValue(4)", 4],
    ["input.?map.?x.orValue(4)", 1],
    ["run.depth < 3 && tree.remaining.depth > 1", true],
    ['nodes["read-file"].output + 1', 2],
    ["timestamp('2026-01-01T00:00:00Z')", "2026-01-01T00:00:00.000Z"],
    ["keys(input.map)", ["x", "y"]],
    ["values(input.map)", [1, "s"]],
    ["range(3)", [0, 1, 2]],
    ["range(input.n)", [0, 1, 2]],
    ["sum([1, 2.5, input.n])", 6.5],
    ["sum([])", 0],
    ["max([1, 3, 2])", 3],
    ["min(input.words)", "p"],
    ["flatten([[1], [2, [3]], 4])", [1, 2, [3], 4]],
    ["distinct([1, 1.0, 'a', 'a', [1], [1], '1'])", [1, "a", [1], "1"]],
  ])("%s is %j", (source, expected) => {
    expect(value(source)).toEqual(expected);
    expect(value(`= ${source}`)).toEqual(expected);
  });

  it.each([
    [
      "input.foo",
      "input.foo: no such key; there are: n, half, text, none, list, empty, words, map, and 1 more",
    ],
    [
      "input.foo + 1",
      "input.foo: no such key; there are: n, half, text, none, list, empty, words, map, and 1 more (in: input.foo + 1)",
    ],
    ["input.map.z.y", "input.map.z: no such key; there are: x, y"],
    ["input.text.length", "input.text.length: input.text is a string, not an object"],
    ["input.none.x", "input.none.x: input.none is null, not an object"],
    ["input.list[7]", "input.list[7]: input.list is a list of 3"],
    [
      "nodes.skipped.output.x",
      "nodes.skipped.output: the node has no output, because it did not run or did not complete",
    ],
    [
      "nodes.skipped.output + 1",
      "nodes.skipped.output: the node has no output, because it did not run or did not complete (in: nodes.skipped.output + 1)",
    ],
    ["index", "index: only the body of a map or of a loop has it"],
    ["item + 1", "item: only the body of a map or of a loop has it (in: item + 1)"],
    [
      "input.text + input.n",
      "no such overload: string + number; join text with string(value) (in: input.text + input.n)",
    ],
    [
      "input.n / 0",
      "the result is Infinity, which is not a JSON number (division by zero?) (in: input.n / 0)",
    ],
    [
      "9007199254740993",
      "9007199254740993 is beyond the whole numbers that JSON keeps exactly (in: 9007199254740993)",
    ],
    ["range(10001)", "range(n) takes a whole number from 0 to 10000, got 10001 (in: range(10001))"],
    ["{'$blob': 'h1', 'bytes': 1}", `the key "$blob" is reserved (in: {'$blob': 'h1', 'bytes': 1})`],
    ["b'ab'", "the result is bytes; turn them into text, as with .base64() (in: b'ab')"],
  ])("%s fails and names the place", (source, message) => {
    expect(failure(source)).toBe(message);
  });

  it("sees item and index where the scope has them", () => {
    const inMap: Scope = { ...scope, item: { name: "left-pad" }, index: 4 };
    expect(run("item.name + string(index)", nothing, inMap)).toMatchObject({ ok: true, stored: "left-pad4" });
  });

  it("reads nodes only when it is asked for them", () => {
    const asked: string[] = [];
    const spying: Scope = {
      ...scope,
      node: (id) => {
        asked.push(id);
        return OUTPUTS[id];
      },
    };
    run("nodes.read.output.deps", nothing, spying);
    run("input.n + 1", nothing, spying);
    expect(asked).toEqual(["read"]);
  });

  it("takes only true and false as a condition", () => {
    const condition = (source: string) => {
      const result = compileExpression(source);
      if (!result.ok) throw new Error(source);
      return evaluateCondition(result.expression, scope, nothing);
    };
    expect(condition("input.n > 2")).toEqual({ ok: true, holds: true });
    expect(condition("input.n")).toMatchObject({
      failure: { message: "a condition gives true or false, this gave a number" },
    });
    expect(condition("input.big.size > 1")).toEqual({ ok: false, missing: ["h1"] });
  });
});

describe("values by reference", () => {
  it("hands a large value on without loading it", () => {
    expect(run("input.big")).toEqual({ ok: true, stored: BIG, blobs: [] });
    expect(run("nodes.read.output.big")).toEqual({ ok: true, stored: BIG, blobs: [] });
    expect(run("input")).toEqual({ ok: true, stored: scope.input, blobs: [] });
  });

  it("asks only for the blobs that the path goes through", () => {
    expect(run("input.big.packages[1].name")).toEqual({ ok: false, missing: ["h1"] });
    expect(value("input.big.packages[1].name")).toBe("b");
  });

  it("asks only for what a computation can reach", () => {
    expect(run("input.n + size(nodes.read.output.deps)")).toMatchObject({ ok: true, stored: 5 });
    expect(run("size(nodes.read.output)")).toEqual({ ok: false, missing: ["h1"] });
    expect(value("size(input.big.packages) + 1")).toBe(3);
  });

  it("moves a large result into a blob", () => {
    const result = run("range(10000).map(i, 'item ' + string(i))");
    expect(result).toMatchObject({
      ok: true,
      stored: { $blob: expect.any(String) },
      blobs: [{ bytes: expect.any(Number) }],
    });
  });

  it("gives the whole value to a caller that looks into it", () => {
    const result = compileExpression("input.big");
    expect(result.ok && evaluateWhole(result.expression, scope, loaded)).toEqual({
      ok: true,
      value: BLOBS["h1"],
    });
    expect(result.ok && evaluateWhole(result.expression, scope, nothing)).toEqual({
      ok: false,
      missing: ["h1"],
    });
  });
});

describe("added functions", () => {
  it("are all there, under the names that people read", () => {
    for (const { signature } of ADDED_FUNCTIONS) {
      const call = signature
        .replace("map", "input.map")
        .replace("list", "input.words")
        .replace("(n)", "(input.n)");
      const compiled = compileExpression(call);
      expect(compiled.ok, call).toBe(true);
    }
  });
});

describe("access paths", () => {
  it.each<[string, readonly (readonly (string | number)[])[]]>([
    ["input.index", [["input", "index"]]],
    ["nodes.read.output.deps[0].name", [["nodes", "read", "output", "deps", 0, "name"]]],
    [
      "input['a b'].c + input.d",
      [
        ["input", "a b", "c"],
        ["input", "d"],
      ],
    ],
    [
      "input.list[input.i]",
      [
        ["input", "list"],
        ["input", "i"],
      ],
    ],
    [
      "input.list.map(x, x.name + input.suffix)",
      [
        ["input", "list"],
        ["input", "suffix"],
      ],
    ],
    ["input.list.map(input, input.name)", [["input", "list"]]],
    ["cel.bind(item, input.a, item.b)", [["input", "a"]]],
    ["has(input.a.b)", [["input", "a", "b"]]],
    ["input.?a.?b", [["input", "a", "b"]]],
  ])("of %s are %j", (source, paths) => {
    const result = compileExpression(source);
    expect(result.ok && result.expression.paths.map(({ path }) => path)).toEqual(paths);
  });
});

describe("guards", () => {
  it.each<[string, string, number | undefined]>([
    ["", "the expression is empty", undefined],
    ["input.n +", "Unexpected token: EOF", 9],
    ["foo.bar", "Unknown variable: foo; there are: input, nodes, run, tree, item, index", 0],
    ["input.text.matches('a+')", "matches() is not available", 0],
    ["nodes", "name the node", 0],
    ["size(nodes[input.text])", "name the node", 5],
    ["true ? 1 : 'x'", "wrap one branch in dyn(…)", 0],
    ["[1].map(a, [2].map(b, [3].map(c, c)))", "may be nested 2 deep", 22],
    [`input.${"a".repeat(4096)}`, "4096 bytes at most", undefined],
    [`"${"字".repeat(1400)}"`, "4096 bytes at most", undefined],
    [`${"(".repeat(60)}1${")".repeat(60)}`, "Exceeded maxDepth (48)", 48],
    [`[${"1,".repeat(900)}1]`, "Exceeded maxListElements (500)", 1001],
    [`${"!".repeat(3000)}true`, "Exceeded maxAstNodes (1000)", 2000],
  ])("%.40s is refused: %s", (source, message, offset) => {
    const found = problem(source);
    expect(found.message).toContain(message);
    expect(found.offset).toBe(offset);
  });

  it("counts nesting, not length: comprehensions may follow one another", () => {
    expect(value("[3, 1].map(a, a + 1).filter(b, b > 2).map(c, [c].map(d, d))")).toEqual([[4]]);
  });

  it.each<string>([
    "range(10000).map(a, range(10000).map(b, a * b)).size()",
    "range(10000).exists(a, range(10000).all(b, a + b >= 0) && a < 0)",
    // Doubling: 2 · 8^12 items if nothing stopped it.
    `cel.bind(a, [1, 1], ${"cel.bind(a, a+a+a+a+a+a+a+a, ".repeat(12)}size(a)${")".repeat(13)}`,
    `['ab']${".map(a, a+a+a+a+a+a+a+a+a+a)".repeat(14)}.size()`,
  ])("stops work without a bound: %.50s", (source) => {
    expect(failure(source)).toContain("does too much work");
  });
});

describe("hostile expressions", () => {
  const hostile = [
    "constructor",
    "__proto__",
    "prototype",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "__defineGetter__",
    "__lookupGetter__",
  ];
  const targets = [
    "input",
    "input.text",
    "input.list",
    "input.n",
    "input.map",
    "nodes.read.output",
    "run",
    "tree.remaining",
  ];
  const forms = (target: string, name: string): string[] => [
    `${target}.${name}`,
    `${target}["${name}"]`,
    `${target}[input.?zz.orValue("${name}")]`,
    `${target}.${name}.${name}`,
    `has(${target}.${name}) ? "there" : null`,
    `${target}.?${name}`,
    `[${target}].map(x, x.${name})`,
    `${target}.${name}("return 1")`,
  ];
  const pairs = targets.flatMap((target) => hostile.map((name): [string, string] => [target, name]));

  it.each(pairs)("get an error or null from %s by %s", (target, name) => {
    for (const source of forms(target, name)) {
      const compiled = compileExpression(source);
      if (!compiled.ok) continue;
      const result = evaluate(compiled.expression, scope, loaded);
      const harmless = result.ok ? result.stored === null : "failure" in result;
      expect(harmless, `${source} gave ${JSON.stringify(result)}`).toBe(true);
    }
  });

  it.each([
    "globalThis",
    "process",
    "this",
    "Function('return 1')()",
    "require('fs')",
    "constructor",
    "import('x')",
  ])("%s does not compile", (source) => expect(problem(source).message).not.toBe(""));

  it("cannot change prototypes through a map it makes", () => {
    expect(value("{'__proto__': {'polluted': true}, 'constructor': 1, 'a': 2}")).toEqual({ a: 2 });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("templates", () => {
  const render = (json: Json, lookup: BlobLookup = nothing): Evaluated => {
    const result = compileTemplate(json);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return renderTemplate(result.template, scope, lookup);
  };

  it("replaces expressions and leaves literals alone", () => {
    const json: Json = {
      name: "= input.text",
      deep: [{ n: "=input.n + 1" }, "a = b", 5, null],
      lit: { "= not": "x" },
    };
    expect(render(json)).toEqual({
      ok: true,
      stored: { name: "abc", deep: [{ n: 4 }, "a = b", 5, null], lit: { "= not": "x" } },
      blobs: [],
    });
  });

  it("hands a template without expressions on as the same object", () => {
    const json = { a: [1, 2] };
    const result = render(json);
    expect(result.ok && result.stored).toBe(json);
  });

  it("carries large values by reference", () => {
    expect(render({ lock: "= input.big", also: ["= nodes.read.output.big"] })).toEqual({
      ok: true,
      stored: { lock: BIG, also: [BIG] },
      blobs: [],
    });
  });

  it("names all missing blobs at once", () => {
    expect(render({ a: "= input.big.size", b: "= size(nodes.read.output.big)" })).toEqual({
      ok: false,
      missing: ["h1"],
    });
    expect(render({ a: "= input.big.size" }, loaded)).toMatchObject({ ok: true, stored: { a: 7 } });
  });

  it("gives the first failure", () => {
    expect(render({ a: "= input.zz", b: "= input.yy" })).toMatchObject({
      failure: { message: expect.stringContaining("input.zz") },
    });
  });

  it("reports every problem with its pointer", () => {
    expect(compileTemplate({ a: ["= input.", { "x/y": "= foo" }], $blob: 1 })).toMatchObject({
      ok: false,
      problems: [{ pointer: "/$blob" }, { pointer: "/a/0", offset: 6 }, { pointer: "/a/1/x~1y", offset: 0 }],
    });
  });
});
