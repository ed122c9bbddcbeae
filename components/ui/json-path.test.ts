import { describe, expect, it } from "vitest";
import { compileExpression } from "#server/engine/expression/index";
import { partAt, partText } from "./json-path";

const VALUE = { deps: [{ name: "a", "odd key": { 'say "hi"': null } }, [1, [2]]], "": "empty" };

describe("a part of a JSON value", () => {
  it.each([
    [[], "", VALUE],
    [[0], "deps", VALUE.deps],
    [[0, 0, 0], "deps[0].name", "a"],
    [[0, 0, 1], 'deps[0]["odd key"]', { 'say "hi"': null }],
    [[0, 0, 1, 0], 'deps[0]["odd key"]["say \\"hi\\""]', null],
    [[0, 1, 1, 0], "deps[1][1][0]", 2],
    [[1], '[""]', "empty"],
  ])("at the entries %j has the path of an expression", (entries, path, value) => {
    expect(partAt(VALUE, entries)).toEqual({ path, value });
  });

  it.each(["in", "true", "false", "null"])(
    "puts %s in brackets, which no expression takes for a name",
    (key) => {
      expect(partAt({ out: { [key]: 1 } }, [0, 0])?.path).toBe(`out["${key}"]`);
      expect(compileExpression(`input.${partAt({ out: { [key]: 1 } }, [0, 0])?.path}`)).toMatchObject({
        ok: true,
      });
    },
  );

  it("is none where the value has become another", () => {
    for (const entries of [[2], [0, 2], [1, 0], [0, 0, 0, 0]]) expect(partAt(VALUE, entries)).toBeNull();
  });

  it("is copied as JSON, a text as it is", () => {
    expect(partText("two\nlines")).toBe("two\nlines");
    expect(partText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(partText(null)).toBe("null");
  });
});
