import { jsonLanguage } from "@codemirror/lang-json";
import fc from "fast-check";
import { expect, it } from "vitest";
import { placeOf } from "./place";

const at = (text: string, pointer: string) => {
  const { from, to } = placeOf(jsonLanguage.parser.parse(text), text, pointer);
  return text.slice(from, to);
};
const TEXT = '{"nodes": {"a/b": {"when": "= x"}, "c": [1, {"d": null}]}}';

it("finds the value of a pointer", () => {
  expect(at(TEXT, "/nodes/a~1b/when")).toBe('"= x"');
  expect(at(TEXT, "/nodes/c/1/d")).toBe("null");
  expect(at(TEXT, "/nodes/c/0")).toBe("1");
  expect(at(TEXT, "")).toBe(TEXT);
});

it("shows a missing entry at what lacks it", () => {
  expect(at(TEXT, "/nodes/c/1/missing")).toBe('{"d": null}');
  expect(at(TEXT, "/nowhere/at/all")).toBe(TEXT);
});

it("never leaves the text, whatever stands in it", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (text, parts) => {
      const pointer = parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
      const { from, to } = placeOf(jsonLanguage.parser.parse(text), text, pointer);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(text.length);
    }),
  );
});
