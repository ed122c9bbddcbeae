import type { Json } from "#server/engine/values/json";
import { addedEntry } from "../../ui/schema-form/model/entry";
import { shapeOf } from "../../ui/schema-form/model/shape";
import { formValue } from "../../ui/schema-form/model/value";
import type { JsonSchema } from "./fields";

/** What the form of an option shows as soon as it is added; `undefined` = empty fields, which hold nothing yet. */
export function addedValue(schema: JsonSchema): Json | undefined {
  const shape = shapeOf(schema);
  const built = formValue(shape, addedEntry(shape));
  return built.ok && JSON.stringify(built.value) !== "{}" ? built.value : undefined;
}
