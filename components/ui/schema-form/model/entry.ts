import type { Json } from "#server/engine/values/json";
import { asObject, type LeafShape, type ObjectShape, type Shape, type VariantShape } from "./shape";

export type File = { readonly name: string; readonly bytes: number };

/** What stands in a form. `id` lets an item keep its place on the screen while others move. */
export type Kept = { readonly id: number; readonly entry: Entry };
export type Named = Kept & { readonly name: string };

export type Entry =
  /** An optional part that nobody has added. */
  | { readonly kind: "absent" }
  /** A field's text; `file` names where it came from. Empty = the field is not filled in. */
  | { readonly kind: "leaf"; readonly text: string; readonly file?: File }
  /** JSON as text, where the form has no fields for the value or somebody prefers to write. */
  | { readonly kind: "raw"; readonly text: string }
  | {
      readonly kind: "object";
      readonly fields: Readonly<Record<string, Entry>>;
      readonly extra: readonly Named[];
      /** Entries that the schema does not name: carried along as they are. */
      readonly rest: Readonly<Record<string, Json>>;
    }
  | { readonly kind: "list"; readonly items: readonly Kept[] }
  | { readonly kind: "variant"; readonly chosen: number; readonly entries: Readonly<Record<number, Entry>> };

const EMPTY: Entry = { kind: "leaf", text: "" };
const ABSENT: Entry = { kind: "absent" };

/** How a form begins: defaults where there are some, optional parts left out. */
export function startEntry(shape: Shape, required: boolean): Entry {
  if (shape.start !== undefined) return entryOf(shape, shape.start);
  if (shape.kind === "object" || shape.kind === "list" || shape.kind === "variant")
    return required ? startGroup(shape) : ABSENT;
  return required ? startLeaf(shape) : EMPTY;
}

function startGroup(shape: Exclude<Shape, LeafShape>): Entry {
  if (shape.kind === "object") return startObject(shape);
  if (shape.kind === "list") return startList(shape);
  return choose({ kind: "variant", chosen: 0, entries: {} }, shape, 0);
}

/** A switch that is off says no; of a single choice there is nothing to choose. */
function startLeaf({ kind, choices }: LeafShape): Entry {
  if (kind === "boolean") return { kind: "leaf", text: "false" };
  return kind === "choice" && choices.length === 1
    ? { kind: "leaf", text: JSON.stringify(choices[0]) }
    : EMPTY;
}

function startObject(shape: ObjectShape): Entry {
  const fields = shape.fields.map(
    ({ key, required, shape: inner }) => [key, startEntry(inner, required)] as const,
  );
  return { kind: "object", fields: Object.fromEntries(fields), extra: [], rest: {} };
}

function startList(shape: Extract<Shape, { kind: "list" }>): Entry {
  const count = Math.min(shape.bounds.least ?? 0, 10);
  return {
    kind: "list",
    items: Array.from({ length: count }, (_, id) => ({ id, entry: startEntry(shape.item, true) })),
  };
}

/** An optional part as it is when somebody adds it. */
export function addedEntry(shape: Shape): Entry {
  return startEntry(shape, true);
}

/** A value as it stands in a form. What does not fit its field stands there as JSON, so that nothing is lost. */
export function entryOf(shape: Shape, value: Json): Entry {
  if (!fits(shape, value)) return rawOf(value);
  switch (shape.kind) {
    case "object":
      return objectEntry(shape, value as Record<string, Json>);
    case "list":
      return {
        kind: "list",
        items: (value as Json[]).map((item, id) => ({ id, entry: entryOf(shape.item, item) })),
      };
    case "variant":
      return variantEntry(shape, value);
    default:
      return leafEntry(shape, value);
  }
}

function rawOf(value: Json): Entry {
  return { kind: "raw", text: JSON.stringify(value, null, 2) };
}

function leafEntry(shape: LeafShape, value: Json): Entry {
  if (shape.kind === "choice") return { kind: "leaf", text: JSON.stringify(value) };
  if (shape.kind === "json") return { kind: "leaf", text: JSON.stringify(value, null, 2) };
  return { kind: "leaf", text: typeof value === "string" ? value : JSON.stringify(value) };
}

function objectEntry(shape: ObjectShape, value: Readonly<Record<string, Json>>): Entry {
  const fields = shape.fields.map(({ key, required, shape: inner }) => {
    const given = Object.hasOwn(value, key) ? value[key] : undefined;
    return [key, given === undefined ? absentEntry(inner, required) : entryOf(inner, given)] as const;
  });
  const named = new Set(shape.fields.map(({ key }) => key));
  const others = Object.entries(value).filter(([key]) => !named.has(key));
  const { extra } = shape;
  return {
    kind: "object",
    fields: Object.fromEntries(fields),
    extra: extra ? others.map(([name, one], id) => ({ id, name, entry: entryOf(extra, one) })) : [],
    rest: extra ? {} : Object.fromEntries(others),
  };
}

/** A part that a given value does not have: nothing is made up for it. */
function absentEntry(shape: Shape, required: boolean): Entry {
  if (shape.kind !== "object" && shape.kind !== "list" && shape.kind !== "variant") return EMPTY;
  return required ? startEntry({ ...shape }, true) : ABSENT;
}

function variantEntry(shape: VariantShape, value: Json): Entry {
  const chosen = Math.max(
    0,
    shape.options.findIndex((option) => fitsClosely(option, value)),
  );
  const option = shape.options[chosen];
  return { kind: "variant", chosen, entries: option ? { [chosen]: entryOf(option, value) } : {} };
}

/** Another option of a choice; what was written in the others stays at hand. */
export function choose(
  entry: Extract<Entry, { kind: "variant" }>,
  shape: VariantShape,
  chosen: number,
): Entry {
  const option = shape.options[chosen];
  if (!option) return entry;
  const written = entry.entries[chosen] ?? startEntry(option, true);
  return { kind: "variant", chosen, entries: { ...entry.entries, [chosen]: written } };
}

/** Whether the form has a field for the value. */
function fits(shape: Shape, value: Json): boolean {
  switch (shape.kind) {
    case "json":
      return true;
    case "object":
      // An added entry without a name is one that is not finished, so a value's own cannot stand among them.
      return asObject(value) !== null && !(shape.extra && Object.hasOwn(value as object, ""));
    case "list":
      return Array.isArray(value);
    case "variant":
      return shape.options.some((option) => fitsClosely(option, value));
    case "choice":
      return shape.choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value));
    case "number":
      return typeof value === "number";
    case "integer":
      return Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "date-time":
    case "email":
    case "uri":
      return typeof value === "string" && value !== "" && value === value.trim();
    default:
      // An empty field means that there is no value, so an empty text cannot stand in one.
      return typeof value === "string" && value !== "";
  }
}

/** Of several options: the one whose required entries are there and fit. */
function fitsClosely(shape: Shape, value: Json): boolean {
  if (!fits(shape, value)) return false;
  if (shape.kind !== "object") return true;
  const members = value as Readonly<Record<string, Json>>;
  return shape.fields.every(({ key, required, shape: inner }) => {
    const member = Object.hasOwn(members, key) ? members[key] : undefined;
    return member === undefined ? !required : fits(inner, member);
  });
}
