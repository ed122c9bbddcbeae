import type { GraphNode } from "#server/engine/graph/graph";
import { wantedSchemas } from "#server/engine/graph/reaching";
import { outputSchemaOf, propertyOf, typesOf } from "#server/engine/graph/read-types";
import type { Schema } from "#server/engine/schema/fits";

/** What the schemas of a node say of what reaches it and what it gives, in words; `null` = anything. */
export type PortTypes = { readonly takes: string | null; readonly gives: string | null };

export function portTypes(node: GraphNode): PortTypes {
  const [wanted] = wantedSchemas(node);
  const given = outputSchemaOf(node);
  return { takes: wanted ? shape(wanted) : null, gives: given ? shape(given) : null };
}

/** Keys that are told by name, and how deep. */
const MOST_KEYS = 8;
const MOST_LEVELS = 2;

const WORDS: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  boolean: "true or false",
};

function shape(schema: Schema | null, level = 0): string {
  const types = typesOf(schema);
  if (!schema || !types || types.length === 0) return "anything";
  return types.map((type) => typeShape(type, schema, level)).join(" or ");
}

function typeShape(type: string, schema: Schema, level: number): string {
  if (type === "array")
    return schema["items"] ? `list of ${shape(asSchema(schema["items"]), level)}` : "list";
  if (type !== "object") return WORDS[type] ?? type;
  const keys = Object.keys(asSchema(schema["properties"]) ?? {});
  if (keys.length === 0 || level >= MOST_LEVELS) return "object";
  const needed = Array.isArray(schema["required"]) ? schema["required"] : [];
  const told = keys
    .slice(0, MOST_KEYS)
    .map((key) => `${key}${needed.includes(key) ? "" : "?"}: ${shape(propertyOf(schema, key), level + 1)}`);
  return `{ ${told.join(", ")}${keys.length > MOST_KEYS ? ", …" : ""} }`;
}

function asSchema(value: unknown): Schema | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : null;
}
