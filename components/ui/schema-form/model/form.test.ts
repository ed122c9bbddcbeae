import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "#server/engine/values/json";
import { addedEntry, choose, type Entry, entryOf, startEntry } from "./entry";
import { MAX_FILE_BYTES, pickFile, refuseSize } from "./files";
import { placeFindings, withoutErrors } from "./findings";
import { isOn, isSwitch, optionsOf, unsetText } from "./options";
import { type LeafShape, type ObjectShape, type Schema, type Shape, shapeOf } from "./shape";
import { formValue, textOfEntry } from "./value";

const SCHEMA = {
  type: "object",
  required: ["text", "size"],
  properties: {
    text: { type: "string", title: "Text", format: "textarea", description: "What to digest." },
    size: { type: "integer", default: 1200 },
    ratio: { type: "number" },
    strict: { type: "boolean", default: false },
    mode: { enum: ["fast", "deep", 3] },
    lockfile: { type: "object", "x-file": true },
    policyRules: { type: "array" },
    name: { type: "string" },
  },
};
const shape = shapeOf(SCHEMA) as ObjectShape;
const fieldOf = (key: string) => {
  const field = shape.fields.find((one) => one.key === key);
  if (!field) throw new Error(`no field ${key}`);
  return field.shape as LeafShape;
};
const filled = (over: Readonly<Record<string, string>>, schema: Schema = SCHEMA): Entry => {
  const start = startEntry(shapeOf(schema), true);
  if (start.kind !== "object") throw new Error("no object");
  const texts = Object.entries(over).map(([key, text]) => [key, { kind: "leaf", text } as const]);
  return { ...start, fields: { ...start.fields, ...Object.fromEntries(texts) } };
};

describe("the shape of a schema", () => {
  it("has a field for each entry, marks what is required and puts it first", () => {
    expect(shape.fields.map(({ key, shape: one }) => [key, one.kind])).toEqual([
      ["text", "long"],
      ["size", "integer"],
      ["ratio", "number"],
      ["strict", "boolean"],
      ["mode", "choice"],
      ["lockfile", "json"],
      ["policyRules", "json"],
      ["name", "text"],
    ]);
    expect(shape.fields.filter((field) => field.required).map((field) => field.key)).toEqual([
      "text",
      "size",
    ]);
    expect(shape.fields.filter(({ shape: one }) => "file" in one && one.file).map(({ key }) => key)).toEqual([
      "text",
      "lockfile",
    ]);
    expect(fieldOf("policyRules").label).toBe("Policy rules");
  });

  it("is any JSON where the schema names no entries or there is none", () => {
    for (const schema of [
      null,
      {},
      { type: "object" },
      { type: "array" },
      { type: "object", properties: {} },
    ]) {
      expect(shapeOf(schema)).toMatchObject({ kind: "json" });
    }
  });

  it("gives a long text several lines and a place for a file", () => {
    for (const one of [{ maxLength: 5_000 }, { contentMediaType: "text/csv" }]) {
      expect(shapeOf({ type: "string", ...one })).toMatchObject({ kind: "long", file: true });
    }
  });

  it("goes into objects, lists, maps, options and references", () => {
    const deep = shapeOf({
      $defs: { person: { type: "object", properties: { mail: { type: "string", format: "email" } } } },
      type: "object",
      properties: {
        owner: { $ref: "#/$defs/person", title: "Owner" },
        tags: { type: "array", items: { type: "string" }, maxItems: 3 },
        env: { type: "object", additionalProperties: { type: "number" } },
        node: {
          oneOf: [
            {
              type: "object",
              required: ["kind"],
              properties: { kind: { const: "wait" }, ms: { type: "integer" } },
            },
            {
              type: "object",
              required: ["kind"],
              properties: { kind: { const: "task" }, task: { type: "string" } },
            },
            { type: "string", title: "Reference" },
          ],
        },
        maybe: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }] },
      },
    }) as ObjectShape;
    const [owner, tags, env, node, maybe] = deep.fields.map((field) => field.shape);
    expect(owner).toMatchObject({
      kind: "object",
      label: "Owner",
      fields: [{ key: "mail", shape: { kind: "email" } }],
    });
    expect(tags).toMatchObject({ kind: "list", item: { kind: "text" }, bounds: { most: 3 } });
    expect(env).toMatchObject({ kind: "object", fields: [], extra: { kind: "number" } });
    expect(node).toMatchObject({
      kind: "variant",
      options: [{ label: "wait" }, { label: "task" }, { label: "Reference" }],
    });
    expect(maybe).toMatchObject({ kind: "integer", label: "Maybe", bounds: { least: 1 } });
  });

  it("ends for a schema that contains itself", () => {
    const tree = {
      $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } } } },
      $ref: "#/$defs/node",
    };
    expect(shapeOf(tree)).toMatchObject({ kind: "object" });
    expect(shapeOf({ $ref: "#/$defs/loop", $defs: { loop: { $ref: "#/$defs/loop" } } })).toMatchObject({
      kind: "json",
    });
  });
});

describe("the value of a form", () => {
  it("has its types, and leaves empty optional fields out", () => {
    const entry = filled({ text: " a b ", size: "7", ratio: "0.5", mode: "3", lockfile: '{"packages":{}}' });
    expect(formValue(shape, entry)).toEqual({
      ok: true,
      value: { text: " a b ", size: 7, ratio: 0.5, strict: false, mode: 3, lockfile: { packages: {} } },
    });
  });

  it("names every field that is missing or malformed", () => {
    const built = formValue(shape, filled({ size: "1.5", ratio: "many", policyRules: "[1," }));
    expect(built).toMatchObject({
      ok: false,
      errors: {
        "/text": "Text is required.",
        "/size": "It must be a whole number.",
        "/ratio": "“many” is not a number.",
      },
    });
    expect(!built.ok && built.errors["/policyRules"]).toMatch(/^This is not valid JSON: /);
  });

  it.each([
    [{ type: "number", minimum: 2, maximum: 4 }, "1", "It must be at least 2."],
    [{ type: "number", minimum: 2, maximum: 4 }, "5", "It must be at most 4."],
    [{ type: "number", exclusiveMinimum: 2 }, "2", "It must be more than 2."],
    [{ type: "string", minLength: 3 }, "ab", "It must have at least 3 characters; it has 2."],
    [{ type: "string", maxLength: 1 }, "👍", null],
    [{ type: "string", format: "email" }, "ada", "Write an email address such as ada@example.org."],
    [{ type: "string", format: "uri" }, "nowhere", "Write a full address such as https://example.org."],
    [
      { type: "string", format: "date-time" },
      "2026-11-26",
      "Write a date and time with its zone such as 2026-11-26T18:44:00Z.",
    ],
    [{ type: "string", format: "date-time" }, "2026-11-26T18:44:00Z", null],
  ])("%j with %s says: %s", (schema, text, message) => {
    const built = formValue(
      shapeOf({ type: "object", properties: { a: schema } }),
      filled({ a: text }, { properties: { a: schema } }),
    );
    expect(built.ok ? null : built.errors["/a"]).toBe(message);
  });

  it("an optional group is left out until it is added, and then its required fields count", () => {
    const nested = shapeOf({
      type: "object",
      properties: {
        retry: { type: "object", required: ["most"], properties: { most: { type: "integer" } } },
      },
    }) as ObjectShape;
    const start = startEntry(nested, true);
    expect(formValue(nested, start)).toEqual({ ok: true, value: {} });
    const group = nested.fields[0]?.shape as Shape;
    const added: Entry = { kind: "object", fields: { retry: addedEntry(group) }, extra: [], rest: {} };
    expect(formValue(nested, added)).toEqual({ ok: false, errors: { "/retry/most": "Most is required." } });
  });

  it("names in a map must be there, and once", () => {
    const map = shapeOf({ type: "object", additionalProperties: { type: "integer" } });
    const leaf = { kind: "leaf", text: "1" } as const;
    const extra = [
      { id: 0, name: "a", entry: leaf },
      { id: 1, name: "a", entry: leaf },
      { id: 2, name: "", entry: leaf },
    ];
    expect(formValue(map, { kind: "object", fields: {}, extra, rest: {} })).toEqual({
      ok: false,
      errors: { "//1": "“a” is there twice.", "//2": "Give it a name." },
    });
  });

  it("a list holds its bounds", () => {
    const list = shapeOf({ type: "array", items: { type: "string" }, minItems: 2 });
    expect(formValue(list, { kind: "list", items: [] })).toEqual({
      ok: false,
      errors: { "": "At least 2 items must be there." },
    });
  });

  it("keeps what was written in an option while another is tried", () => {
    const variant = shapeOf({
      oneOf: [
        { type: "string", title: "A" },
        { type: "integer", title: "B" },
      ],
    });
    if (variant.kind !== "variant") throw new Error("no variant");
    const written = { kind: "variant", chosen: 0, entries: { 0: { kind: "leaf", text: "mine" } } } as const;
    const back = choose(choose(written, variant, 1) as typeof written, variant, 0);
    expect(formValue(variant, back)).toEqual({ ok: true, value: "mine" });
  });

  it("tells its options apart by what they are, and by number only where that is the same", () => {
    const labels = (oneOf: readonly object[]) => {
      const shape = shapeOf({ oneOf });
      return shape.kind === "variant" ? shape.options.map(({ label }) => label) : [];
    };
    const group = { type: "object", properties: { n: {} } };
    expect(labels([{ enum: ["a", "b"] }, group])).toEqual(["a", "b", "group"]);
    // A choice in a choice is one choice.
    expect(labels([{ const: "c" }, { anyOf: [{ enum: ["a", "b"] }, group] }])).toEqual([
      "c",
      "a",
      "b",
      "group",
    ]);
    const named = { title: "within", anyOf: [{ type: "string" }, { type: "number" }] };
    expect(labels([{ const: "c" }, named])).toEqual(["c", "within"]);
    expect(labels([{ type: "string" }, { type: "string" }, { title: "Own" }])).toEqual([
      "1: text",
      "2: text",
      "Own",
    ]);
    const kinds = ["map", "loop"].map((kind) => ({ type: "object", properties: { kind: { const: kind } } }));
    expect(labels(kinds)).toEqual(["map", "loop"]);
  });
});

const leafSchema = fc.constantFrom<Schema>(
  { type: "string" },
  { type: "string", format: "textarea" },
  { type: "integer" },
  { type: "number" },
  { type: "boolean" },
  { enum: ["a", 1, null, { b: 2 }] },
  {},
  { type: ["string", "null"] },
  { type: "object", "x-file": true },
);
const schemas = fc.letrec<{ readonly any: Schema }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leafSchema,
    fc
      .dictionary(fc.constantFrom("a", "b", "c"), tie("any"))
      .map((properties) => ({ type: "object", properties })),
    tie("any").map((items) => ({ type: "array", items })),
    tie("any").map((additionalProperties) => ({ type: "object", additionalProperties })),
    fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
  ),
})).any;
const json = fc
  .oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(
      fc.constantFrom("a", "b", "c", "d", "__proto__", "constructor"),
      fc.jsonValue({ maxDepth: 2 }),
    ),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe("any value under any schema", () => {
  it("comes out of the form as it went in, whether it fits or not", () => {
    fc.assert(
      fc.property(schemas, json, (schema, value) => {
        const any = shapeOf(schema);
        const built = formValue(any, entryOf(any, value));
        expect(built.ok ? JSON.parse(JSON.stringify(built.value)) : built).toEqual(value);
      }),
      { numRuns: 600 },
    );
  });

  it("can be written as JSON and read again", () => {
    fc.assert(
      fc.property(schemas, json, (schema, value) => {
        const any = shapeOf(schema);
        expect(JSON.parse(textOfEntry(any, entryOf(any, value)))).toEqual(value);
      }),
    );
  });

  it("a form can begin without one", () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        const any = shapeOf(schema);
        formValue(any, startEntry(any, true));
      }),
    );
  });
});

describe("what nobody has to say", () => {
  const labels = (schema: Schema, required = false, text = "") =>
    optionsOf(shapeOf(schema) as LeafShape, required, text).map(({ label }) => label);

  it("can be left unsaid, as what holds then, and be taken back", () => {
    expect(labels({ type: "boolean" })).toEqual(["Not set", "On", "Off"]);
    expect(labels({ type: "boolean", "x-unset": true }, false, "false")).toEqual([
      "Default (on)",
      "On",
      "Off",
    ]);
    expect(labels({ enum: ["fail", "softStop"], "x-unset": "softStop" })).toEqual([
      "Default (softStop)",
      "fail",
      "softStop",
    ]);
    expect(labels({ enum: ["a", 1] }, true, '"a"')).toEqual(["a", "1"]);
    expect(unsetText(shapeOf({ type: "integer", "x-unset": 10 }) as LeafShape)).toBe("Default (10)");
    expect(unsetText(shapeOf({ type: ["integer", "null"], "x-unset": null }) as LeafShape)).toBe(
      "Default (none)",
    );
  });

  it("is in no value: a form begins without it", () => {
    const limits = shapeOf({ type: "object", properties: { detect: { type: "boolean", "x-unset": true } } });
    expect(formValue(limits, startEntry(limits, true))).toEqual({ ok: true, value: {} });
  });

  it("is a switch where two things can be said, which is on where its default is", () => {
    const on = shapeOf({ type: "boolean", default: true }) as LeafShape;
    expect(isSwitch(on, false)).toBe(true);
    expect(["", "true", "false"].map((text) => isOn(on, text))).toEqual([true, true, false]);
    const bare = shapeOf({ type: "boolean" }) as LeafShape;
    expect([isSwitch(bare, true), isSwitch(bare, false)]).toEqual([true, false]);
    expect(isOn(bare, "")).toBe(false);
  });
});

describe("files", () => {
  it("takes a JSON file and keeps its name and size", () => {
    expect(pickFile(fieldOf("lockfile"), { name: "package-lock.json", bytes: 2, text: "{}" })).toEqual({
      ok: true,
      entry: { kind: "leaf", text: "{}", file: { name: "package-lock.json", bytes: 2 } },
    });
  });

  it("refuses at once a file that is not JSON, an empty one and one that is too large", () => {
    const picked = pickFile(fieldOf("lockfile"), { name: "yarn.lock", bytes: 9, text: "# yarn v1" });
    expect(!picked.ok && picked.error).toMatch(/^yarn\.lock is not valid JSON: /);
    for (const name of ["a.txt", "a.json"]) {
      const field = fieldOf(name.endsWith("json") ? "lockfile" : "text");
      expect(pickFile(field, { name, bytes: 0, text: "" })).toEqual({
        ok: false,
        error: `${name} is empty.`,
      });
    }
    expect(refuseSize("a.txt", MAX_FILE_BYTES)).toBeNull();
    expect(refuseSize("a.txt", 50 * 1024 * 1024)).toContain("50.0 MB");
  });
});

describe("findings of the server", () => {
  const start = startEntry(shape, true);
  it("stand at their field and say the place inside it", () => {
    const { errors, rest } = placeFindings(
      start,
      [
        { path: "/input/lockfile/packages/node_modules~1a", message: "must be object" },
        { path: "/input/size", message: "must be >= 10" },
        { path: "/input/unknown", message: "is not known" },
        { path: "/limits/maxDepth", message: "may only be lowered" },
      ],
      "/input",
    );
    expect(errors).toEqual({
      "/lockfile": "at packages › node_modules/a: must be object",
      "/size": "must be >= 10",
    });
    expect(rest).toEqual(["/input/unknown: is not known", "/limits/maxDepth: may only be lowered"]);
  });

  it("say everything about one field, but no long list", () => {
    const details = ["a", "b", "c", "d"].map((part) => ({
      path: `/input/lockfile/${part}`,
      message: "is missing",
    }));
    expect(placeFindings(start, details, "/input").errors).toEqual({
      "/lockfile": "at a: is missing; at b: is missing; at c: is missing",
    });
  });

  it("stand at the one field that stands for all of it", () => {
    const whole = startEntry(shapeOf(null), true);
    expect(
      placeFindings(whole, [{ path: "/input/a/0", message: "must be string" }], "/input").errors,
    ).toEqual({
      "": "at a › 0: must be string",
    });
  });

  it("go as deep as there are fields: into groups, lists and the chosen option", () => {
    const deep = shapeOf({
      type: "object",
      properties: {
        nodes: {
          type: "array",
          items: { oneOf: [{ type: "object", properties: { ms: { type: "integer" } } }] },
        },
      },
    });
    const entry = entryOf(deep, { nodes: [{ ms: 1 }, { ms: 2 }] });
    expect(placeFindings(entry, [{ path: "/nodes/1/ms", message: "must be <= 1" }]).errors).toEqual({
      "/nodes/1/ms": "must be <= 1",
    });
  });

  it("go away at the field that is being mended and below it", () => {
    const errors = { "/a": "x", "/a/b": "y", "/ab": "z" };
    expect(withoutErrors(errors, "/a")).toEqual({ "/ab": "z" });
  });
});
