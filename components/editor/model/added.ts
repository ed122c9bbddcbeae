import type { Json } from "#server/engine/values/json";
import { addedEntry } from "../../ui/schema-form/model/entry";
import { shapeOf } from "../../ui/schema-form/model/shape";
import { formValue } from "../../ui/schema-form/model/value";
import type { JsonSchema } from "./fields";

/** What the form of an option shows as soon as it is added; `undefined` = empty fields, which hold nothing yet. */
export function addedValue(schema: JsonSchema): Json | undefined {
  const shape = shapeOf(schema);
  const built = formValue(shape, addedEntry(shape));
  // A part that says nothing yet, such as a rule for all failures, is none that somebody has chosen.
  return built.ok && !isHollow(built.value) ? built.value : undefined;
}

/** Whether it is a map without anything in it, or has one within. */
function isHollow(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  const parts = Object.values(value);
  return Array.isArray(value) ? parts.some(isHollow) : parts.length === 0 || parts.some(isHollow);
}
