import { describe, expect, it } from "vitest";
import {
  entryOf,
  fieldsOf,
  inputOf,
  MAX_FILE_BYTES,
  pickFile,
  refuseSize,
  serverErrors,
  startEntries,
} from "./start-form";

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
const fields = fieldsOf(SCHEMA);
const entries = (over: Record<string, string>) => ({
  ...startEntries(fields),
  ...Object.fromEntries(Object.entries(over).map(([key, text]) => [key, { text }])),
});
const fieldOf = (key: string) => {
  const field = fields.find((one) => one.key === key);
  if (!field) throw new Error(`no field ${key}`);
  return field;
};

describe("fieldsOf", () => {
  it("picks a field for each entry, marks what is required and fills defaults in", () => {
    expect(fields.map(({ key, kind }) => [key, kind])).toEqual([
      ["text", "long"],
      ["size", "integer"],
      ["ratio", "number"],
      ["strict", "boolean"],
      ["mode", "choice"],
      ["lockfile", "json"],
      ["policyRules", "json"],
      ["name", "text"],
    ]);
    expect(fields.filter((field) => field.required).map((field) => field.key)).toEqual(["text", "size"]);
    expect(fields.filter((field) => field.file).map((field) => field.key)).toEqual(["text", "lockfile"]);
    expect(startEntries(fields)["size"]).toEqual({ text: "1200" });
    expect(fieldOf("policyRules").label).toBe("Policy rules");
  });

  it("takes any JSON where the schema names no entries or there is none", () => {
    for (const schema of [null, {}, { type: "object" }, { type: "array" }]) {
      expect(fieldsOf(schema)).toMatchObject([{ key: "", kind: "json" }]);
    }
    expect(inputOf(fieldsOf(null), { "": { text: "[1, 2]" } })).toEqual({ ok: true, input: [1, 2] });
  });

  it("gives a long text several lines and a place for a file", () => {
    expect(fieldsOf({ properties: { a: { type: "string", maxLength: 5_000 } } })).toMatchObject([
      { kind: "long", file: true },
    ]);
    expect(fieldsOf({ properties: { a: { type: "string", contentMediaType: "text/csv" } } })).toMatchObject([
      { kind: "long", file: true },
    ]);
  });
});

describe("inputOf", () => {
  it("builds the input with its types and leaves empty optional fields out", () => {
    const built = inputOf(
      fields,
      entries({ text: " a b ", size: "7", ratio: "0.5", mode: "3", lockfile: '{"packages":{}}' }),
    );
    expect(built).toEqual({
      ok: true,
      input: { text: " a b ", size: 7, ratio: 0.5, strict: false, mode: 3, lockfile: { packages: {} } },
    });
  });

  it("names every field that is missing or malformed", () => {
    const built = inputOf(fields, entries({ size: "1.5", ratio: "many", policyRules: "[1," }));
    expect(built.ok).toBe(false);
    expect(built).toMatchObject({
      errors: {
        text: "Text is required.",
        size: "It must be a whole number.",
        ratio: "“many” is not a number.",
      },
    });
    expect(!built.ok && built.errors["policyRules"]).toMatch(/^This is not valid JSON: /);
  });

  it("gives an earlier input back unchanged", () => {
    const earlier = { text: "x", size: 3, strict: true, mode: "deep", lockfile: { a: [1] } };
    expect(inputOf(fields, startEntries(fields, earlier))).toEqual({ ok: true, input: earlier });
    expect(entryOf("choice", "deep")).toEqual({ text: '"deep"' });
  });
});

describe("files", () => {
  it("takes a JSON file and keeps its name and size", () => {
    const picked = pickFile(fieldOf("lockfile"), { name: "package-lock.json", bytes: 2, text: "{}" });
    expect(picked).toEqual({
      ok: true,
      entry: { text: "{}", file: { name: "package-lock.json", bytes: 2 } },
    });
  });

  it("refuses at once a file that is not JSON, an empty one and one that is too large", () => {
    const picked = pickFile(fieldOf("lockfile"), { name: "yarn.lock", bytes: 9, text: "# yarn v1" });
    expect(!picked.ok && picked.error).toMatch(/^yarn\.lock is not valid JSON: /);
    expect(pickFile(fieldOf("text"), { name: "a.txt", bytes: 0, text: "" })).toEqual({
      ok: false,
      error: "a.txt is empty.",
    });
    expect(pickFile(fieldOf("lockfile"), { name: "a.json", bytes: 0, text: "" })).toEqual({
      ok: false,
      error: "a.json is empty.",
    });
    expect(refuseSize("a.txt", MAX_FILE_BYTES)).toBeNull();
    expect(refuseSize("a.txt", 50 * 1024 * 1024)).toContain("50.0 MB");
  });
});

describe("serverErrors", () => {
  it("puts each finding at its field and says the place inside it", () => {
    const { errors, rest } = serverErrors(fields, [
      { path: "/input/lockfile/packages/node_modules~1a", message: "must be object" },
      { path: "/input/size", message: "must be >= 10" },
      { path: "/input/unknown", message: "is not known" },
      { path: "/limits/maxDepth", message: "may only be lowered" },
    ]);
    expect(errors).toEqual({
      lockfile: "at packages › node_modules/a: must be object",
      size: "must be >= 10",
    });
    expect(rest).toEqual(["/input/unknown: is not known", "/limits/maxDepth: may only be lowered"]);
  });

  it("says everything about one field, but no long list", () => {
    const details = ["a", "b", "c", "d"].map((part) => ({
      path: `/input/lockfile/${part}`,
      message: "is missing",
    }));
    expect(serverErrors(fields, details).errors).toEqual({
      lockfile: "at a: is missing; at b: is missing; at c: is missing",
    });
  });

  it("puts everything about the input at the one field that stands for all of it", () => {
    expect(serverErrors(fieldsOf(null), [{ path: "/input/a/0", message: "must be string" }]).errors).toEqual({
      "": "at a › 0: must be string",
    });
  });
});
