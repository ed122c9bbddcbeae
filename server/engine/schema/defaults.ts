import { isBlobRef } from "../values/index.ts";
import type { Stored } from "../values/json.ts";
import type { Schema } from "./fits.ts";

/** The value with the defaults of the schema's properties where it has none, at any depth that `properties` lead to. */
export function withDefaults(value: Stored, schema: Schema): Stored {
  const properties = schema["properties"] as Readonly<Record<string, Schema>> | undefined;
  if (!properties || isBlobRef(value) || typeof value !== "object" || value === null || Array.isArray(value))
    return value;
  const given = value as Readonly<Record<string, Stored>>;
  const filled = Object.entries(properties).flatMap(([key, field]): [string, Stored][] => {
    if (typeof field !== "object" || field === null) return [];
    const has = Object.hasOwn(given, key);
    if (!has) return field["default"] === undefined ? [] : [[key, field["default"] as Stored]];
    const inner = withDefaults(given[key] as Stored, field);
    return inner === given[key] ? [] : [[key, inner]];
  });
  return filled.length === 0 ? value : { ...given, ...Object.fromEntries(filled) };
}
