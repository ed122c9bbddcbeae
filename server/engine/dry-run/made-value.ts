import type { Schema } from "../schema/fits.ts";
import type { Random } from "../simulation/random.ts";
import type { Json } from "../values/json.ts";

/** A schema may refer to itself: from here on only what is required is made. */
const DEEP = 6;
const WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron"];

/** A value that a JSON Schema (2020-12) allows, as far as its common keywords say; the same numbers give the same one. */
export function madeValue(schema: unknown, random: Random): Json {
  return made({ root: asSchema(schema), random }, asSchema(schema), 0);
}

type Making = { readonly root: Schema; readonly random: Random };

function made(making: Making, schema: Schema, depth: number): Json {
  const given = givenBy(schema, making.random);
  if (given !== undefined) return given;
  const target = resolved(making.root, schema);
  if (target) return depth > DEEP ? null : made(making, target, depth + 1);
  const choices = listOf(schema["oneOf"]) ?? listOf(schema["anyOf"]);
  if (choices)
    return made(making, { ...schema, oneOf: undefined, anyOf: undefined, ...simplest(choices) }, depth + 1);
  const all = listOf(schema["allOf"]);
  if (all) return made(making, all.reduce<Schema>(merged, { ...schema, allOf: undefined }), depth + 1);
  return byType(making, schema, depth);
}

/** What the schema itself names. */
function givenBy(schema: Schema, random: Random): Json | undefined {
  if ("const" in schema) return schema["const"] as Json;
  const listed = listOf(schema["enum"]) as Json[] | undefined;
  if (listed) return random.pick(listed);
  if ("default" in schema) return schema["default"] as Json;
  const examples = listOf(schema["examples"]) as Json[] | undefined;
  return examples && random.pick(examples);
}

function byType(making: Making, schema: Schema, depth: number): Json {
  const { random } = making;
  switch (typeOf(schema)) {
    case "object":
      return object(making, schema, depth);
    case "array":
      return array(making, schema, depth);
    case "string":
      return text(schema, random);
    case "integer":
      return Math.floor(number(schema, random));
    case "number":
      return Math.round(number(schema, random) * 100) / 100;
    case "boolean":
      return random.next() < 0.5;
    default:
      return null;
  }
}

function typeOf(schema: Schema): string {
  const { type } = schema;
  if (typeof type === "string") return type;
  if (Array.isArray(type)) return type.find((one) => one !== "null") ?? "null";
  if ("properties" in schema || "required" in schema) return "object";
  if ("items" in schema || "prefixItems" in schema) return "array";
  if ("minLength" in schema || "pattern" in schema || "format" in schema) return "string";
  return "minimum" in schema || "maximum" in schema ? "number" : "object";
}

function object(making: Making, schema: Schema, depth: number): Json {
  const properties = asSchema(schema["properties"]);
  const required = (listOf(schema["required"]) ?? []) as string[];
  const names = depth >= DEEP ? required : [...new Set([...Object.keys(properties), ...required])];
  return Object.fromEntries(names.map((name) => [name, made(making, asSchema(properties[name]), depth + 1)]));
}

function array(making: Making, schema: Schema, depth: number): Json {
  const first = (listOf(schema["prefixItems"]) ?? []).map((one) => made(making, asSchema(one), depth + 1));
  if (schema["items"] === false) return first;
  const least = numeric(schema["minItems"]) ?? 0;
  const most = numeric(schema["maxItems"]) ?? Math.max(least, 3);
  const wanted =
    depth >= DEEP ? least : Math.max(least, Math.min(most, 1 + Math.floor(making.random.next() * 3)));
  const items = asSchema(schema["items"]);
  while (first.length < wanted) first.push(made(making, items, depth + 1));
  return first;
}

const FORMATS: Readonly<Record<string, (random: Random) => string>> = {
  "date-time": () => "2026-01-01T09:00:00Z",
  date: () => "2026-01-01",
  time: () => "09:00:00Z",
  email: (random) => `${random.pick(WORDS)}@example.com`,
  uri: (random) => `https://example.com/${random.pick(WORDS)}`,
  uuid: (random) =>
    `00000000-0000-4000-8000-${Math.floor(random.next() * 1e12)
      .toString()
      .padStart(12, "0")}`,
  ipv4: () => "192.0.2.1",
};

function text(schema: Schema, random: Random): string {
  const format = FORMATS[String(schema["format"])];
  if (format) return format(random);
  const least = numeric(schema["minLength"]) ?? 0;
  const most = numeric(schema["maxLength"]) ?? Number.POSITIVE_INFINITY;
  let words = `${random.pick(WORDS)} ${random.pick(WORDS)}`;
  while (words.length < least) words += ` ${random.pick(WORDS)}`;
  return words.slice(0, most);
}

function number(schema: Schema, random: Random): number {
  const low = numeric(schema["minimum"]) ?? above(schema["exclusiveMinimum"], 1);
  const high = numeric(schema["maximum"]) ?? above(schema["exclusiveMaximum"], -1);
  const from = low ?? Math.min(0, high ?? 0);
  const value = random.between(from, high ?? from + 100);
  const step = numeric(schema["multipleOf"]);
  return step ? Math.ceil(value / step) * step : Math.max(from, Math.round(value));
}

function above(limit: unknown, by: number): number | undefined {
  const value = numeric(limit);
  return value === undefined ? undefined : value + by;
}

/** Only references within the schema: nothing is fetched. */
function resolved(root: Schema, { $ref: ref }: Schema): Schema | null {
  if (typeof ref !== "string" || !ref.startsWith("#")) return null;
  let at: unknown = root;
  for (const part of ref.slice(1).split("/").filter(Boolean))
    at = asSchema(at)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  return asSchema(at);
}

/** What ends soonest, so that a schema that refers to itself does. */
function simplest(choices: readonly unknown[]): Schema {
  const schemas = choices.map(asSchema);
  return schemas.find(({ $ref }) => $ref === undefined) ?? schemas[0] ?? {};
}

function merged(all: Schema, one: unknown): Schema {
  const next = asSchema(one);
  return {
    ...all,
    ...next,
    properties: { ...asSchema(all["properties"]), ...asSchema(next["properties"]) },
    required: [...(listOf(all["required"]) ?? []), ...(listOf(next["required"]) ?? [])],
  };
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

function numeric(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
