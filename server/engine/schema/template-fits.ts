import { pointerOf } from "../values/index.ts";
import type { Json } from "../values/json.ts";
import { MISSING, type Misfit, misfitsOf, type Schema } from "./fits.ts";

/**
 * What is surely wrong with the value of a template, whatever its expressions give. Looks at literals, at keys that are
 * missing and at keys that may not be there; says nothing where only a run can tell.
 */
export function templateMisfits(template: Json, schema: Schema): readonly Misfit[] {
  return [...walk(template, schema, "")];
}

function* walk(template: Json, schema: Schema, path: string): Generator<Misfit> {
  if (isExpression(template)) return;
  if (!holdsExpression(template)) {
    for (const misfit of misfitsOf(schema, template)) yield { ...misfit, path: path + misfit.path };
    return;
  }
  if (Array.isArray(template)) yield* walkList(template, schema, path);
  else if (typeof template === "object" && template !== null)
    yield* walkObject(template as Readonly<Record<string, Json>>, schema, path);
}

function* walkList(template: readonly Json[], schema: Schema, path: string): Generator<Misfit> {
  if (!allows(schema, "array")) yield { path, message: `is a list, expected ${wanted(schema)}` };
  const items = schemaOf(schema["items"]);
  if (!items || schema["prefixItems"] !== undefined) return;
  for (const [i, entry] of template.entries()) yield* walk(entry, items, path + pointerOf([i]));
}

function* walkObject(template: Fields, schema: Schema, path: string): Generator<Misfit> {
  if (!allows(schema, "object")) yield { path, message: `is an object, expected ${wanted(schema)}` };
  const properties = schemaOf(schema["properties"]) ?? {};
  const missing = requiredBy(schema).filter((key) => !Object.hasOwn(template, key));
  for (const key of missing) yield { path: path + pointerOf([key]), message: MISSING };
  for (const [key, entry] of Object.entries(template)) {
    const at = path + pointerOf([key]);
    if (Object.hasOwn(properties, key)) yield* walk(entry, schemaOf(properties[key]) ?? {}, at);
    else if (isClosed(schema)) yield { path: at, message: "is not known here" };
  }
}

type Fields = Readonly<Record<string, Json>>;

/** Only a schema that names all its fields by itself can say that a field is wrong. */
function isClosed(schema: Schema): boolean {
  const open = ["patternProperties", "allOf", "anyOf", "oneOf", "$ref", "if", "dependentSchemas"];
  const says = schema["additionalProperties"] === false || schema["unevaluatedProperties"] === false;
  return says && open.every((keyword) => schema[keyword] === undefined);
}

function requiredBy(schema: Schema): readonly string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((key) => typeof key === "string") : [];
}

function allows(schema: Schema, type: "array" | "object"): boolean {
  const types = schema["type"];
  return types === undefined || [types].flat().includes(type);
}

function wanted(schema: Schema): string {
  return [schema["type"]].flat().join(" or ");
}

function schemaOf(value: unknown): Schema | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : null;
}

function isExpression(value: Json): boolean {
  return typeof value === "string" && value.startsWith("=");
}

function holdsExpression(value: Json): boolean {
  if (typeof value !== "object" || value === null) return isExpression(value);
  return Object.values(value as Readonly<Record<string, Json>>).some(holdsExpression);
}
