import type { Json } from "#server/engine/values/json";

/** Types that a property may be given here; any other is written as JSON. */
export const PROPERTY_TYPES = ["string", "number", "integer", "boolean", "array", "object", "null"] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

export type SchemaProperty = {
  readonly name: string;
  /** `null` = any, `"other"` = more than a single type says. */
  readonly type: PropertyType | "other" | null;
  readonly required: boolean;
  readonly description: string;
};

type JsonObject = { readonly [key: string]: Json };

/** The properties of an object's schema, as a list can show them; `null` = it describes no object, or its parts are not plain. */
export function propertiesIn(schema: Json | undefined): readonly SchemaProperty[] | null {
  if (schema === undefined) return [];
  if (!isObject(schema) || (schema["type"] !== undefined && schema["type"] !== "object")) return null;
  const properties = schema["properties"] ?? {};
  if (!isObject(properties)) return null;
  const required = requiredOf(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    required: required.includes(name),
    description:
      isObject(property) && typeof property["description"] === "string" ? property["description"] : "",
  }));
}

export type PropertyChange = {
  readonly name?: string;
  readonly type?: PropertyType | null;
  readonly required?: boolean;
  readonly description?: string;
};

/** The schema with one property otherwise; everything else that it says stays. A name that is taken changes nothing. */
export function withProperty(schema: Json, name: string, change: PropertyChange): Json {
  if (!isObject(schema)) return schema;
  const properties = objectOf(schema["properties"]);
  const called = change.name ?? name;
  if (called !== name && Object.hasOwn(properties, called)) return schema;
  const changed = Object.entries(properties).map(([key, property]): [string, Json] =>
    key === name ? [called, changedProperty(property, change)] : [key, property],
  );
  const required = requiredOf(schema);
  const was = required.includes(name);
  const is = change.required ?? was;
  const renamed = required.map((key) => (key === name ? called : key));
  const listed = is === was ? renamed : is ? [...renamed, called] : renamed.filter((key) => key !== called);
  return rebuilt(schema, Object.fromEntries(changed), listed);
}

/** A schema of an object with one more property, a text under a name that is free. */
export function withNewProperty(schema: Json | undefined): { readonly schema: Json; readonly name: string } {
  const base = isObject(schema) ? schema : { type: "object" };
  const properties = objectOf(base["properties"]);
  let name = "property";
  for (let at = 2; Object.hasOwn(properties, name); at++) name = `property${at}`;
  return { name, schema: rebuilt(base, { ...properties, [name]: { type: "string" } }, requiredOf(base)) };
}

export function withoutProperty(schema: Json, name: string): Json {
  if (!isObject(schema)) return schema;
  const { [name]: _, ...properties } = objectOf(schema["properties"]);
  return rebuilt(
    schema,
    properties,
    requiredOf(schema).filter((key) => key !== name),
  );
}

function changedProperty(property: Json, { type, description }: PropertyChange): Json {
  const { type: before, description: said, ...rest } = objectOf(property);
  const nextType = type === undefined ? before : (type ?? undefined);
  const nextSaid = description === undefined ? said : description || undefined;
  return {
    ...(nextType === undefined ? {} : { type: nextType }),
    ...(nextSaid === undefined ? {} : { description: nextSaid }),
    ...rest,
  };
}

/** With its words in the order in which they stood. */
function rebuilt(schema: JsonObject, properties: JsonObject, required: readonly string[]): Json {
  const next = { type: "object", ...schema, properties };
  if (required.length > 0) return { ...next, required: [...required] };
  const { required: _, ...without } = next as JsonObject;
  return without;
}

function typeOf(property: Json): SchemaProperty["type"] {
  if (property === true) return null;
  if (!isObject(property)) return "other";
  const { type } = property;
  if (type === undefined) return SAYS_MORE.some((word) => word in property) ? "other" : null;
  return PROPERTY_TYPES.find((known) => known === type) ?? "other";
}

const SAYS_MORE = ["$ref", "anyOf", "oneOf", "allOf", "enum", "const", "not"];

function requiredOf(schema: JsonObject): readonly string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((key): key is string => typeof key === "string") : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
