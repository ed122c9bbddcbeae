import { describe, expect, it } from "vitest";
import { withDefaults } from "./defaults.ts";
import { misfitsOf, misfitText } from "./fits.ts";
import { templateMisfits } from "./template-fits.ts";

const schema = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 2 },
    tags: { type: "array", items: { type: "string" } },
    deep: { type: "object", properties: { n: { type: "integer", default: 3 } } },
    size: { enum: [1, 2], default: 1 },
  },
} as const;

describe("misfitsOf", () => {
  it("names every place that does not fit, once, and nothing when all fits", () => {
    expect(misfitsOf(schema, { name: "ab", tags: ["x"] })).toEqual([]);
    expect(misfitsOf(schema, { "a/b": 1, tags: ["x", 2], size: 9, deep: { n: 1.5 } })).toEqual([
      { path: "/name", message: "is missing" },
      { path: "/tags/1", message: 'type "number" is invalid. Expected "string"' },
      { path: "/deep/n", message: 'type "number" is invalid. Expected "integer"' },
      { path: "/size", message: "does not match any of [1,2]" },
      { path: "/a~1b", message: "is not known here" },
    ]);
  });

  it("leaves the schema as it was: it is part of a graph and of its hash", () => {
    const own = { $defs: { a: { type: "string" } }, $ref: "#/$defs/a" };
    const before = JSON.stringify(own);
    expect(misfitsOf(own, 1)).toHaveLength(1);
    expect(JSON.stringify(own)).toBe(before);
  });

  it("says the first three and how many more there are", () => {
    const misfits = [1, 2, 3, 4, 5].map((n) => ({ path: `/${n}`, message: "is missing" }));
    expect(misfitText(misfits)).toBe("/1 is missing; /2 is missing; /3 is missing (and 2 more)");
    expect(misfitText(misfitsOf({ type: "string" }, 1))).toContain("the value type");
  });
});

describe("templateMisfits", () => {
  it.each([
    ["= input", []],
    [{ name: "= input.name" }, []],
    [{ name: "x", tags: "= input.tags" }, ["/name"]],
    [{ tags: ["= item", 4] }, ["/name", "/tags/1"]],
    [{ name: "ok", other: "= 1" }, ["/other"]],
    [["= 1"], [""]],
  ])("says of %j only what is sure: %j", (template, paths) => {
    expect(templateMisfits(template, schema).map(({ path }) => path)).toEqual(paths);
  });

  it("says nothing of fields that another part of the schema may allow", () => {
    const open = { type: "object", additionalProperties: false, patternProperties: { "^x": {} } };
    expect(templateMisfits({ xa: "= 1" }, open)).toEqual([]);
  });
});

describe("withDefaults", () => {
  it("fills what is left out and keeps the rest as it is", () => {
    expect(withDefaults({ deep: {} }, schema)).toEqual({ deep: { n: 3 }, size: 1 });
    const whole = { size: 2, deep: { n: 4 } };
    expect(withDefaults(whole, schema)).toBe(whole);
    const outside = { $blob: "ab", bytes: 3 };
    expect(withDefaults(outside, schema)).toBe(outside);
  });
});
