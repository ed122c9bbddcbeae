import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";

/** A value of one field in both; a side that lacks the field has none. */
export type FieldRow = {
  /** Names on the way to it: `retry.maxAttempts`, `cases[1].when`. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
};

/** Fields that differ, each as deep as both sides have the same form. */
export function fieldRows(before: Json | undefined, after: Json | undefined, path = ""): readonly FieldRow[] {
  if (sameJson(before, after)) return [];
  if (isList(before) && isList(after) && before.length === after.length)
    return before.flatMap((entry, at) => fieldRows(entry, after[at], `${path}[${at}]`));
  const [one, other] = [fieldsOf(before), fieldsOf(after)];
  // What is there on one side alone is opened once, at the top: below it is one value.
  if (one && other && (path === "" || (before !== undefined && after !== undefined))) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].flatMap((name) =>
      fieldRows(one[name], other[name], path === "" ? name : `${path}.${name}`),
    );
  }
  return [{ path, before, after }];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function fieldsOf(value: Json | undefined): Readonly<Record<string, Json>> | null {
  if (value === undefined) return {};
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : null;
}

/** A value in a line of text: texts as they are, everything else as JSON. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
}
