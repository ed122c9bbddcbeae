import type { Json } from "../../values/json.ts";
import { jsonIn } from "./json-text.ts";
import { type Reader, recordOf } from "./reader.ts";

/** No name leads deeper. */
const MOST_STEPS = 30;

type Parameters = Readonly<Record<string, Json>>;

type Translated = (value: Json) => Json;
type Field = { readonly name: string; readonly value: Json; readonly type: string };
type Tree = Map<string, Json | Tree>;

/** Fields that a Set of either version makes. */
function fieldsOf(parameters: Parameters): readonly Field[] {
  const listed = (list: Json | undefined, type?: string) =>
    (Array.isArray(list) ? (list as readonly Json[]).map(recordOf) : []).flatMap((entry) =>
      typeof entry["name"] === "string" && entry["name"] !== ""
        ? [{ name: entry["name"], value: entry["value"] ?? "", type: type ?? String(entry["type"]) }]
        : [],
    );
  const byType = Object.entries(recordOf(parameters["values"]));
  return [
    ...listed(recordOf(parameters["assignments"])["assignments"]),
    ...listed(typedValues(recordOf(parameters["fields"])["values"])),
    ...byType.flatMap(([type, list]) => listed(list, type)),
  ];
}

/** Fields of version 3.0 to 3.2: each has its value under the name of its type, as `numberValue`. */
function typedValues(list: Json | undefined): Json {
  return (Array.isArray(list) ? (list as readonly Json[]).map(recordOf) : []).map((entry) => {
    const { name = null, type = "stringValue" } = entry;
    return { name, type: String(type).replace(/Value$/, ""), value: entry[String(type)] ?? "" };
  });
}

/** The value of a Set that is written as JSON; `null` = it cannot be read. */
function writtenOf({ jsonOutput }: Parameters, translated: Translated): Json {
  return jsonOutput === undefined ? null : jsonIn(jsonOutput, translated);
}

/** A dot in a name leads into an object, unless that is turned off. */
function stepsOf(name: string, parameters: Parameters): readonly string[] {
  const nests = recordOf(parameters["options"])["dotNotation"] !== false;
  return nests && !/^\.|\.$|\.\./.test(name) ? name.split(".") : [name];
}

/** What was typed in as text is of the type that is named with it. */
function fieldValue({ value, type }: Field, translated: Translated): Json {
  if (typeof value !== "string") return translated(value);
  if (type === "array" || type === "object") return jsonIn(value, translated) ?? translated(value);
  if (type === "number" && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value);
  if (type === "boolean" && /^(true|false)$/.test(value)) return value === "true";
  return translated(value);
}

function put(tree: Tree, [step = "", ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    tree.set(step, value);
    return;
  }
  const known = tree.get(step);
  const inner: Tree = known instanceof Map ? known : new Map();
  tree.set(step, inner);
  put(inner, rest, value);
}

function valueIn(tree: Tree): Record<string, Json> {
  return Object.fromEntries(
    [...tree].map(([name, entry]) => [name, entry instanceof Map ? valueIn(entry) : (entry as Json)]),
  );
}

/** Whether a field is what a Set says of it, where what it was given goes on with its fields; `null` = only they do. */
export function answersOver(parameters: Parameters, version: number): ((field: string) => boolean) | null {
  if (!goesOn(parameters, version)) return null;
  const own = new Set(namesOf(parameters));
  const { include, includeFields, excludeFields } = parameters;
  const listed = new Set(listedIn(include === "selected" ? includeFields : excludeFields));
  if (include === "selected") return (field) => own.has(field) || !listed.has(field);
  return (field) => own.has(field) || (include === "except" && listed.has(field));
}

function listedIn(names: Json | undefined): readonly string[] {
  return typeof names === "string" ? names.split(",").map((name) => name.trim()) : [];
}

/** The versions before 3.3 keep all other fields unless they are told not to. */
function goesOn(parameters: Parameters, version: number): boolean {
  const { includeOtherFields, include = "all", keepOnlySet } = parameters;
  if ("assignments" in parameters) return includeOtherFields === true;
  if (version < 3) return "values" in parameters && keepOnlySet !== true;
  return version < 3.3 ? include !== "none" : includeOtherFields === true;
}

function namesOf(parameters: Parameters): readonly string[] {
  if (parameters["mode"] === "raw") return Object.keys(recordOf(writtenOf(parameters, (value) => value)));
  return fieldsOf(parameters).map(({ name }) => stepsOf(name, parameters)[0] ?? name);
}

export const setOf: Reader = (parameters, { translated, input, version }) => {
  const output =
    parameters["mode"] === "raw" ? writtenOf(parameters, translated) : made(parameters, translated);
  if (output === null)
    return {
      node: { kind: "transform", output: input },
      fate: "approximated",
      message: "What it sets cannot be read: it passes on what it gets.",
    };
  const over = goesOn(parameters, version);
  return {
    node: { kind: "transform", output },
    fate: over ? "approximated" : "mapped",
    message: over
      ? "It makes a value of its fields only: what reads other fields behind it reads them where they came from."
      : "It makes a value of its fields.",
  };
};

function made(parameters: Parameters, translated: Translated): Json {
  const tree: Tree = new Map();
  for (const field of fieldsOf(parameters))
    put(tree, stepsOf(field.name, parameters).slice(0, MOST_STEPS), fieldValue(field, translated));
  return tree.size === 0 ? null : valueIn(tree);
}
