import type { Json } from "#server/engine/values/json";

export type Schema = Readonly<Record<string, unknown>>;

export type LeafKind =
  | "text"
  | "long"
  | "number"
  | "integer"
  | "boolean"
  | "choice"
  | "date-time"
  | "email"
  | "uri"
  | "json";

export type Bounds = {
  readonly least?: number;
  readonly most?: number;
  /** Bounds that do not belong to what is allowed. */
  readonly above?: number;
  readonly below?: number;
};

type Described = {
  readonly label: string;
  readonly hint: string;
  readonly start?: Json;
  /** What holds where nothing is given, as far as it is known. */
  readonly unset?: Json;
};

export type LeafShape = Described & {
  readonly kind: LeafKind;
  /** Whether a file may be dropped on it. */
  readonly file: boolean;
  readonly choices: readonly Json[];
  /** Of a number itself, or of the length of a text. */
  readonly bounds: Bounds;
};
export type Field = { readonly key: string; readonly required: boolean; readonly shape: Shape };
export type ObjectShape = Described & {
  readonly kind: "object";
  readonly fields: readonly Field[];
  /** What entries under any other name look like; `null` = none are foreseen. */
  readonly extra: Shape | null;
};
export type ListShape = Described & { readonly kind: "list"; readonly item: Shape; readonly bounds: Bounds };
export type VariantShape = Described & { readonly kind: "variant"; readonly options: readonly Shape[] };

/** A JSON Schema as a person fills it in. What has no form of its own is one JSON value. */
export type Shape = LeafShape | ObjectShape | ListShape | VariantShape;

/** Longer texts than this get more than one line, and may come from a file. */
const LONG_TEXT = 300;
/** Says what holds where a value is left out. Unlike a `default`, no form begins with it. */
export const UNSET = "x-unset";
/** Schemas that contain themselves go on as JSON below this. */
const DEEPEST = 8;

type Place = { readonly root: Schema; readonly key: string; readonly depth: number };

/** @param key Names the value where its schema has no title. */
export function shapeOf(schema: Schema | null, key = ""): Shape {
  return shapeAt(schema ?? {}, { root: schema ?? {}, key, depth: 0 });
}

function shapeAt(given: Schema, place: Place): Shape {
  const schema = resolved(given, place.root);
  if (place.depth > DEEPEST || isFile(schema)) return leaf(schema, place);
  return (
    variantShape(schema, place) ??
    listShape(schema, place) ??
    objectShape(schema, place) ??
    leaf(schema, place)
  );
}

/** Follows `#/$defs/…`; what stands beside the reference holds too. */
function resolved(schema: Schema, root: Schema): Schema {
  const ref = schema["$ref"];
  if (typeof ref !== "string" || !ref.startsWith("#/")) return schema;
  const found = ref
    .slice(2)
    .split("/")
    .reduce<unknown>(
      (value, part) => asObject(value)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")],
      root,
    );
  const target = asObject(found);
  return target && target["$ref"] === undefined ? { ...target, ...schema } : schema;
}

function described(schema: Schema, { key }: Place): Described {
  const start = schema["default"];
  const unset = UNSET in schema ? schema[UNSET] : start;
  return {
    label: textOf(schema["title"]) || wordsOf(key),
    hint: textOf(schema["description"]),
    ...(start === undefined ? {} : { start: start as Json }),
    ...(unset === undefined ? {} : { unset: unset as Json }),
  };
}

function leaf(schema: Schema, place: Place): LeafShape {
  const kind = leafKind(schema);
  const fits = kind === "json" || kind === "long";
  return {
    ...described(schema, place),
    kind,
    file: fits && (isFile(schema) || kind === "long"),
    choices: choicesOf(schema),
    bounds: kind === "number" || kind === "integer" ? numberBounds(schema) : bounds(schema, "Length"),
  };
}

const FORMATS: Readonly<Record<string, LeafKind>> = {
  "date-time": "date-time",
  email: "email",
  uri: "uri",
  url: "uri",
};

function leafKind(schema: Schema): LeafKind {
  if (choicesOf(schema).length > 0) return "choice";
  switch (typeOf(schema)) {
    case "string":
      return isLong(schema) ? "long" : (FORMATS[textOf(schema["format"])] ?? "text");
    case "integer":
      return "integer";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "json";
  }
}

/** The one type besides null; `null` = several or none. */
function typeOf(schema: Schema): string | null {
  const types = [schema["type"]].flat().filter((type) => type !== "null");
  return types.length === 1 && typeof types[0] === "string" ? types[0] : null;
}

function variantShape(schema: Schema, place: Place): Shape | null {
  const options = schema["oneOf"] ?? schema["anyOf"];
  if (!Array.isArray(options) || schema["properties"] !== undefined) return null;
  const real = options.map((option) => asObject(option) ?? {}).filter((option) => option["type"] !== "null");
  const inner = { ...place, depth: place.depth + 1 };
  const [only] = real;
  if (real.length === 1 && only)
    return { ...shapeAt(only, inner), ...described({ ...only, ...schema }, place) };
  if (real.length === 0) return null;
  const shapes = real.flatMap((option) => optionsOf(shapeAt(option, { ...inner, key: "" })));
  return { ...described(schema, place), kind: "variant", options: labelled(shapes) };
}

/** What has no name of its own is no choice within a choice: each thing that it can be is an option itself. */
function optionsOf(shape: Shape): readonly Shape[] {
  if (shape.label !== "") return [shape];
  if (shape.kind === "variant") return shape.options;
  if (shape.kind !== "choice") return [shape];
  return shape.choices.map((choice) => ({ ...shape, choices: [choice] }));
}

/** Options without a title are told apart by what they are, and those that are the same by their number. */
function labelled(shapes: readonly Shape[]): readonly Shape[] {
  const words = shapes.map(wordOf);
  return shapes.map((shape, index) => {
    const word = words[index] ?? "";
    const shared = words.filter((other) => other === word).length > 1;
    return { ...shape, label: shape.label || (shared ? `${index + 1}: ${word}` : word) };
  });
}

/** A fixed entry, such as `kind: "map"`, else the kind of value. */
function wordOf(shape: Shape): string {
  const fixed =
    shape.kind === "object" ? shape.fields.find(({ shape: one }) => fixedOf(one) !== null) : undefined;
  const value = fixedOf(fixed?.shape ?? shape);
  if (value !== null) return typeof value === "string" ? value : JSON.stringify(value);
  return KIND_WORD[shape.kind];
}

/** The only value that it can have; `null` = there are others. */
export function fixedOf(shape: Shape): Json | null {
  return shape.kind === "choice" && shape.choices.length === 1 ? (shape.choices[0] ?? null) : null;
}

export const KIND_WORD: Readonly<Record<Shape["kind"], string>> = {
  text: "text",
  long: "long text",
  number: "number",
  integer: "whole number",
  boolean: "yes or no",
  choice: "choice",
  "date-time": "date and time",
  email: "email address",
  uri: "address",
  json: "JSON",
  object: "group",
  list: "list",
  variant: "one of several",
};

function listShape(schema: Schema, place: Place): ListShape | null {
  const items = asObject(schema["items"]);
  if (!items || schema["prefixItems"] !== undefined || typeOf(schema) === "object") return null;
  const item = shapeAt(items, { ...place, key: "", depth: place.depth + 1 });
  return { ...described(schema, place), kind: "list", item, bounds: bounds(schema, "Items") };
}

function objectShape(schema: Schema, place: Place): ObjectShape | null {
  if (choicesOf(schema).length > 0) return null;
  const properties = asObject(schema["properties"]) ?? {};
  const extra = asObject(schema["additionalProperties"]);
  if (Object.keys(properties).length === 0 && !(extra && Object.keys(extra).length > 0)) return null;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const fields = Object.entries(properties).map(([key, value]) => ({
    key,
    required: required.includes(key),
    shape: shapeAt(asObject(value) ?? {}, { ...place, key, depth: place.depth + 1 }),
  }));
  return {
    ...described(schema, place),
    kind: "object",
    fields: fields.sort((a, b) => Number(b.required) - Number(a.required)),
    extra: extra ? shapeAt(extra, { ...place, key: "", depth: place.depth + 1 }) : null,
  };
}

function choicesOf(schema: Schema): readonly Json[] {
  if (Array.isArray(schema["enum"])) return schema["enum"] as Json[];
  return "const" in schema ? [schema["const"] as Json] : [];
}

function isFile(schema: Schema): boolean {
  return schema["x-file"] === true || typeof schema["contentMediaType"] === "string";
}

function isLong(schema: Schema): boolean {
  const longest = numberOf(schema["maxLength"]) ?? 0;
  return isFile(schema) || schema["format"] === "textarea" || longest > LONG_TEXT;
}

function numberBounds(schema: Schema): Bounds {
  return cut({
    least: numberOf(schema["minimum"]),
    most: numberOf(schema["maximum"]),
    above: numberOf(schema["exclusiveMinimum"]),
    below: numberOf(schema["exclusiveMaximum"]),
  });
}

function bounds(schema: Schema, of: "Length" | "Items"): Bounds {
  return cut({ least: numberOf(schema[`min${of}`]), most: numberOf(schema[`max${of}`]) });
}

function cut(
  all: Readonly<Record<keyof Bounds, number | undefined>> | Partial<Record<keyof Bounds, number | undefined>>,
): Bounds {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export function asObject(value: unknown): Schema | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `maxPartChars` → `Max part chars`. */
function wordsOf(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
