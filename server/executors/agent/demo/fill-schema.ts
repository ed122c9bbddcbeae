import type { Json } from "#server/engine/values/json";

type Schema = Readonly<Record<string, unknown>>;
type Facts = Readonly<Record<string, Json>>;

/** A value that fits a schema: a fact where there is one of that name and type, else the plainest value there is. */
export function filled(schema: Schema, facts: Facts, name = ""): Json {
  const { const: only, enum: choices, default: preset } = schema;
  if (only !== undefined) return only as Json;
  if (Array.isArray(choices)) return choices[0] as Json;
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
  const type = typeOf(schema);
  if (fact !== undefined && fits(fact, type)) return cut(fact, schema);
  if (preset !== undefined) return preset as Json;
  return plain(type, schema, facts);
}

function plain(type: string, schema: Schema, facts: Facts): Json {
  switch (type) {
    case "object":
      return objectOf(schema, facts);
    case "array": {
      const least = numberOr(schema["minItems"], 0);
      return Array.from({ length: least }, () => filled((schema["items"] ?? {}) as Schema, facts));
    }
    case "integer":
    case "number":
      return numberOr(schema["minimum"], 0);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return cut(facts["text"] ?? "", schema);
  }
}

function objectOf(schema: Schema, facts: Facts): Json {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, Schema>>;
  return Object.fromEntries(
    Object.entries(properties).map(([key, below]) => [key, filled(below, facts, key)]),
  );
}

function typeOf({ type, properties, items }: Schema): string {
  if (typeof type === "string") return type;
  if (Array.isArray(type)) return String(type[0]);
  return properties ? "object" : items ? "array" : "string";
}

function fits(fact: Json, type: string): boolean {
  if (type === "array") return Array.isArray(fact);
  return type === "string" && typeof fact === "string";
}

function cut(fact: Json, { maxItems, maxLength }: Schema): Json {
  if (Array.isArray(fact)) return fact.slice(0, numberOr(maxItems, fact.length));
  return typeof fact === "string" ? fact.slice(0, numberOr(maxLength, fact.length)) : fact;
}

function numberOr(value: unknown, other: number): number {
  return typeof value === "number" ? value : other;
}
