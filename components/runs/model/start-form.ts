import type { Json } from "#server/engine/values/json";

export type FieldKind = "text" | "long" | "number" | "integer" | "boolean" | "choice" | "json";

/** One entry of a run's input as a person fills it in. `key` is `""` when the whole input is one JSON value. */
export type Field = {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  /** Whether a file may be dropped on it. */
  readonly file: boolean;
  readonly choices: readonly Json[];
  readonly start: Entry;
};

/** What stands in a field. `file` names where the text came from; its content is `text` too. */
export type Entry = {
  readonly text: string;
  readonly file?: { readonly name: string; readonly bytes: number };
};
export type Entries = Readonly<Record<string, Entry>>;
export type Errors = Readonly<Record<string, string>>;

/** The largest value that a run takes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** How much of what is wrong with one field is said at once. */
const SHOWN_FINDINGS = 3;
/** Longer texts than this get more than one line, and may come from a file. */
const LONG_TEXT = 300;

type Schema = Readonly<Record<string, unknown>>;

/** Fields for a JSON Schema, required ones first; one JSON field when it does not describe an object with named entries. */
export function fieldsOf(schema: Schema | null): readonly Field[] {
  const properties = asObject(schema?.["properties"]);
  if (!properties || Object.keys(properties).length === 0) return [wholeInput(schema)];
  const required = Array.isArray(schema?.["required"]) ? schema["required"] : [];
  const fields = Object.entries(properties).map(([key, value]) =>
    fieldOf(key, asObject(value) ?? {}, required.includes(key)),
  );
  return fields.sort((a, b) => Number(b.required) - Number(a.required));
}

function wholeInput(schema: Schema | null): Field {
  const hint = typeof schema?.["description"] === "string" ? schema["description"] : "Any JSON value.";
  return {
    key: "",
    label: "Input",
    hint,
    kind: "json",
    required: true,
    file: true,
    choices: [],
    start: { text: "{}" },
  };
}

function fieldOf(key: string, schema: Schema, required: boolean): Field {
  const kind = kindOf(schema);
  return {
    key,
    label: textOf(schema["title"]) || wordsOf(key),
    hint: textOf(schema["description"]),
    kind,
    required,
    file: kind === "json" || kind === "long" ? isFile(schema) || kind === "long" : false,
    choices: choicesOf(schema),
    start: startOf(schema, kind),
  };
}

function kindOf(schema: Schema): FieldKind {
  if (choicesOf(schema).length > 0) return "choice";
  const types = [schema["type"]].flat();
  if (types.includes("string")) return isLong(schema) ? "long" : "text";
  if (types.includes("integer")) return "integer";
  if (types.includes("number")) return "number";
  if (types.includes("boolean")) return "boolean";
  return "json";
}

function choicesOf(schema: Schema): readonly Json[] {
  if (Array.isArray(schema["enum"])) return schema["enum"] as Json[];
  return "const" in schema ? [schema["const"] as Json] : [];
}

function isFile(schema: Schema): boolean {
  return schema["x-file"] === true || typeof schema["contentMediaType"] === "string";
}

function isLong(schema: Schema): boolean {
  const longest = typeof schema["maxLength"] === "number" ? schema["maxLength"] : 0;
  return isFile(schema) || schema["format"] === "textarea" || longest > LONG_TEXT;
}

function startOf(schema: Schema, kind: FieldKind): Entry {
  const value = schema["default"];
  return value === undefined ? { text: "" } : entryOf(kind, value as Json);
}

/** A value as it stands in its field. */
export function entryOf(kind: FieldKind, value: Json): Entry {
  if (kind === "choice") return { text: JSON.stringify(value) };
  if (kind === "json") return { text: JSON.stringify(value, null, 2) };
  return { text: typeof value === "string" ? value : JSON.stringify(value) };
}

/** Entries to begin with: of an earlier input where there is one, else the defaults. */
export function startEntries(fields: readonly Field[], earlier?: Json): Entries {
  const given = asObject(earlier) as Readonly<Record<string, Json>> | null;
  return Object.fromEntries(fields.map((field) => [field.key, earlierEntry(field, earlier, given)]));
}

function earlierEntry(
  field: Field,
  earlier: Json | undefined,
  given: Readonly<Record<string, Json>> | null,
): Entry {
  if (earlier === undefined) return field.start;
  if (field.key === "") return entryOf("json", earlier);
  const value = given?.[field.key];
  return value === undefined ? { text: "" } : entryOf(field.kind, value);
}

export type Built =
  | { readonly ok: true; readonly input: Json }
  | { readonly ok: false; readonly errors: Errors };

/** The run's input, or what is wrong with each field. Optional fields that are empty are left out. */
export function inputOf(fields: readonly Field[], entries: Entries): Built {
  const errors: Record<string, string> = {};
  const input: Record<string, Json> = {};
  for (const field of fields) {
    const read = readEntry(field, entries[field.key] ?? { text: "" });
    if (read === "absent") continue;
    if (!read.ok) errors[field.key] = read.error;
    else input[field.key] = read.value;
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, input: fields[0]?.key === "" ? (input[""] ?? {}) : input };
}

type Read =
  | "absent"
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: string };

function readEntry(field: Field, entry: Entry): Read {
  const text = field.kind === "text" || field.kind === "long" ? entry.text : entry.text.trim();
  if (text === "") return field.required ? { ok: false, error: `${field.label} is required.` } : "absent";
  if (field.kind === "text" || field.kind === "long") return { ok: true, value: text };
  if (field.kind === "number" || field.kind === "integer") return readNumber(field, text);
  return readJson(text, entry.file?.name);
}

function readNumber(field: Field, text: string): Read {
  const value = Number(text);
  if (!Number.isFinite(value)) return { ok: false, error: `“${text}” is not a number.` };
  if (field.kind === "integer" && !Number.isInteger(value))
    return { ok: false, error: "It must be a whole number." };
  return { ok: true, value };
}

function readJson(text: string, file?: string): Read {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    const why = error instanceof Error ? error.message : "unknown problem";
    return { ok: false, error: `${file ?? "This"} is not valid JSON: ${why}` };
  }
}

export type Picked =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly error: string };

/** A file's content as an entry. JSON is checked at once, so that the wrong file shows before anything starts. */
export function pickFile(
  field: Field,
  file: { readonly name: string; readonly bytes: number; readonly text: string },
): Picked {
  if (file.text.trim() === "") return { ok: false, error: `${file.name} is empty.` };
  const entry: Entry = { text: file.text, file: { name: file.name, bytes: file.bytes } };
  const read = readEntry(field, entry);
  return read === "absent" || read.ok ? { ok: true, entry } : { ok: false, error: read.error };
}

/** Why a file of that size is refused; `null` = it may be read. */
export function refuseSize(name: string, bytes: number): string | null {
  if (bytes <= MAX_FILE_BYTES) return null;
  return `${name} has ${(bytes / 1024 / 1024).toFixed(1)} MB. A run takes values up to 16 MB: cut it, or hand over a path instead.`;
}

type Detail = { readonly path: string; readonly message: string };

/** What the server found, by field; what no field stands for comes as `rest`. Paths are JSON Pointers. */
export function serverErrors(
  fields: readonly Field[],
  details: readonly Detail[],
): { readonly errors: Errors; readonly rest: readonly string[] } {
  const errors: Record<string, string> = {};
  const found = new Map<string, string[]>();
  const rest: string[] = [];
  for (const { path, message } of details) {
    const place = placeOf(fields, path);
    if (place) found.set(place.key, [...(found.get(place.key) ?? []), sayInside(place.inside, message)]);
    else rest.push(path ? `${path}: ${message}` : message);
  }
  for (const [key, messages] of found) errors[key] = messages.slice(0, SHOWN_FINDINGS).join("; ");
  return { errors, rest };
}

function placeOf(fields: readonly Field[], path: string) {
  const [root, ...parts] = path.split("/").slice(1).map(unescapePointer);
  if (root !== "input") return null;
  if (fields[0]?.key === "") return { key: "", inside: parts };
  const [key, ...inside] = parts;
  return key !== undefined && fields.some((field) => field.key === key) ? { key, inside } : null;
}

function sayInside(inside: readonly string[], message: string): string {
  return inside.length > 0 ? `at ${inside.join(" › ")}: ${message}` : message;
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function asObject(value: unknown): Schema | null {
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
