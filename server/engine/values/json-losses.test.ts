import fc from "fast-check";
import { expect, it } from "vitest";
import { findJsonLoss, numberLoss } from "./json-losses.ts";
import { readJson, readYaml } from "./text.ts";
import { TOO_DEEP } from "./weigh.ts";

it.each([
  ['{"nodes": {"a": 1, "b": {}, "a": 2}}', "/nodes/a", "twice"],
  ['[{}, {"x": [1], "\\u0078": 2}]', "/1/x", "twice"],
  ['{"a": [1, {"n": 12345678901234567890}]}', "/a/1/n", "12345678901234567890"],
  ["1e999", "", "larger"],
  ["[9007199254740993]", "/0", "digits"],
])("of %s nothing is lost without a word", (text, path, word) => {
  expect(findJsonLoss(text)).toEqual({ pointer: path, what: expect.stringContaining(word) });
  expect(readJson(text)).toMatchObject({ ok: false, path });
});

it("of YAML digits are not lost either", () => {
  expect(readYaml("a:\n  - n: 12345678901234567890\n")).toMatchObject({ ok: false, path: "/a/0/n" });
  expect(readYaml("a: '12345678901234567890'\nb: 0x10\nc: 1e3\nd: 0o17\n")).toMatchObject({ ok: true });
});

it.each([
  ["a:\n  - {b: .inf}\n", "/a/0/b", ".inf is no number"],
  ["a: -.INF\n", "/a", "-.INF is no number"],
  ["a: .nan\n", "/a", ".nan is no number"],
  ["x:\n  1: a\n  '1': b\n", "/x/1", "twice"],
  ["true: a\n'true': b\n", "/true", "twice"],
  ["~: a\n'': b\n", "/", "twice"],
  ["x:\n  ? [1, 2]\n  : a\n", "/x", "only texts can be keys"],
  ["x: &k name\n? *k\n: a\n", "", "only texts can be keys"],
  ["a: !!binary aGk=\n", "/a", "!!binary"],
  ["- !secret token\n", "/0", "!secret"],
  ["a: !list [1]\n", "/a", "!list"],
])("of the YAML %j nothing becomes another value without a word", (text, path, words) => {
  expect(readYaml(text)).toEqual({ ok: false, path, message: expect.stringContaining(words) });
});

it.each([
  `{"a": {"${"k".repeat(9_000)}": 1, "${"k".repeat(9_000)}": 2}}`,
  `{"a": ${"9".repeat(9_000)}}`,
  `{"a": 1${"0".repeat(9_000)}}`,
  `a: !${"t".repeat(9_000)} b`,
])("a message quotes no more of a long text than tells which it is", (text) => {
  const read = text.startsWith("{") ? readJson(text) : readYaml(text);
  expect(read.ok || read.message.length).toBeLessThan(200);
});

it("YAML's own tags for JSON's types, anchors and keys that are numbers are read", () => {
  const text = "a: !!str 1\nb: &x !!map {1: !!int '2'}\nc: *x\nd: !!seq [!!null ~, !!bool true]\n";
  expect(readYaml(text)).toMatchObject({ value: { a: "1", b: { 1: 2 }, c: { 1: 2 }, d: [null, true] } });
});

it("what YAML cannot be is told in words of its own", () => {
  expect(readYaml("[".repeat(5_000))).toEqual({ ok: false, message: TOO_DEEP });
  expect(readYaml("a: 1\n---\nb: 2\n")).toMatchObject({
    message: expect.stringMatching(/^Source contains multiple documents, of which one is read at line 2/),
  });
});

it.each([
  ["plain", "x".repeat(9_000_000)],
  ["full of quotes and backslashes", '"\\\\'.repeat(3_000_000)],
])("a text of 9 MB that is %s is read, and what comes after it too", (_, long) => {
  const text = JSON.stringify({ long, next: [1] });
  expect(readJson(text).ok).toBe(true);
  expect(findJsonLoss(text.replace("[1]", '[1e999, "\\\\"]'))?.pointer).toBe("/next/0");
});

it("a text that is written from a value loses nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: "medium" }), fc.boolean(), (value, wide) => {
      expect(findJsonLoss(JSON.stringify(value, null, wide ? 2 : 0))).toBeNull();
    }),
    { numRuns: 1_000 },
  );
});

it("a whole number is refused exactly when it would become another one", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (number) => {
      // A number stands for the shortest text that leads to it, which is what is shown and saved.
      const shown = BigInt(
        String(Number(number)).includes("e") ? expanded(Number(number)) : String(Number(number)),
      );
      expect(numberLoss(String(number)) === null).toBe(shown === number);
    }),
    { numRuns: 2_000 },
  );
});

function expanded(value: number): string {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return `${whole}${fraction}${"0".repeat(Number(exponent) - fraction.length)}`;
}

it("a key is named twice exactly when it stands twice", () => {
  const keys = fc.array(fc.constantFrom("a", "b", "", "__proto__", "constructor", 'c"', "d\\"), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(keys, (names) => {
      const text = `{${names.map((name) => `${JSON.stringify(name)}: [{}, ","]`).join(", ")}}`;
      expect(findJsonLoss(text) !== null).toBe(new Set(names).size < names.length);
    }),
  );
});
