import { describe, expect, it } from "vitest";
import type { Json } from "#server/engine/values/json";
import { propertiesIn, withNewProperty, withoutProperty, withProperty } from "./schema-properties";

const SCHEMA: Json = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["n"],
  additionalProperties: false,
  properties: {
    n: { type: "integer", minimum: 1, description: "How many" },
    who: { enum: ["a", "b"] },
    any: {},
  },
};

describe("the properties of a schema", () => {
  it("are listed with their type, and what is more than that is told apart", () => {
    expect(propertiesIn(SCHEMA)).toEqual([
      { name: "n", type: "integer", required: true, description: "How many" },
      { name: "who", type: "other", required: false, description: "" },
      { name: "any", type: null, required: false, description: "" },
    ]);
    expect(propertiesIn(undefined)).toEqual([]);
    expect(propertiesIn({ type: "array" })).toBeNull();
    expect(propertiesIn(true)).toBeNull();
  });

  it("are changed one at a time, and everything else that the schema says stays, in its order", () => {
    const renamed = withProperty(SCHEMA, "n", { name: "count", type: "number" });
    expect(renamed).toEqual({
      ...(SCHEMA as object),
      required: ["count"],
      properties: {
        count: { type: "number", minimum: 1, description: "How many" },
        who: { enum: ["a", "b"] },
        any: {},
      },
    });
    expect(Object.keys((renamed as { properties: object }).properties)).toEqual(["count", "who", "any"]);
    expect(withProperty(SCHEMA, "n", { description: "", type: null })).toMatchObject({
      properties: { n: { minimum: 1 } },
    });
    expect(propertiesIn(withProperty(SCHEMA, "any", { required: true }))?.at(-1)).toMatchObject({
      required: true,
    });
    expect(withProperty(SCHEMA, "n", { required: false })).not.toHaveProperty("required");
  });

  it("do not take each other's names", () => {
    expect(withProperty(SCHEMA, "n", { name: "who" })).toBe(SCHEMA);
  });

  it("come and go", () => {
    const { schema, name } = withNewProperty(undefined);
    expect(schema).toEqual({ type: "object", properties: { property: { type: "string" } } });
    expect(withNewProperty(schema).name).toBe("property2");
    expect(withoutProperty(schema, name)).toEqual({ type: "object", properties: {} });
    expect(withoutProperty(SCHEMA, "n")).not.toHaveProperty("required");
  });
});
