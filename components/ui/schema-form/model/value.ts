import type { Json } from "#server/engine/values/json";
import { findJsonLoss } from "#server/engine/values/json-losses";
import { refuseText } from "./check";
import type { Entry } from "./entry";
import type { LeafShape, ListShape, ObjectShape, Shape } from "./shape";

/** What is wrong, by JSON Pointer into the value. */
export type Errors = Readonly<Record<string, string>>;
export type Built =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly errors: Errors };

/** The value that a form stands for, or what is wrong with each field of it. */
export function formValue(shape: Shape, entry: Entry): Built {
  const errors: Record<string, string> = {};
  const value = read({ shape, entry, required: true, pointer: "", errors });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: value === undefined ? {} : value };
}

/** The same as JSON text; fields that are wrong or empty are left out. */
export function textOfEntry(shape: Shape, entry: Entry): string {
  if (entry.kind === "raw") return entry.text;
  const value = read({ shape, entry, required: false, pointer: "", errors: {} });
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

type Reading<S extends Shape = Shape> = {
  readonly shape: S;
  readonly entry: Entry;
  readonly required: boolean;
  readonly pointer: string;
  readonly errors: Record<string, string>;
};

/** `undefined` = there is no value. */
function read(reading: Reading): Json | undefined {
  const { shape, entry } = reading;
  switch (entry.kind) {
    case "absent":
      return missing(reading);
    case "raw":
      return readJson(reading, entry.text);
    case "leaf":
      return isLeaf(shape) ? readLeaf({ ...reading, shape }, entry) : missing(reading);
    case "object":
      return shape.kind === "object" ? readObject({ ...reading, shape }, entry) : missing(reading);
    case "list":
      return shape.kind === "list" ? readList({ ...reading, shape }, entry) : missing(reading);
    case "variant": {
      const option = shape.kind === "variant" ? shape.options[entry.chosen] : undefined;
      const chosen = entry.entries[entry.chosen];
      return option && chosen ? read({ ...reading, shape: option, entry: chosen }) : missing(reading);
    }
  }
}

function isLeaf(shape: Shape): shape is LeafShape {
  return shape.kind !== "object" && shape.kind !== "list" && shape.kind !== "variant";
}

function missing({ required, errors, pointer, shape }: Reading): undefined {
  if (required) errors[pointer] = `${shape.label || "This"} is required.`;
}

function readLeaf(reading: Reading<LeafShape>, entry: Extract<Entry, { kind: "leaf" }>): Json | undefined {
  const { shape, errors, pointer } = reading;
  const plain = shape.kind === "text" || shape.kind === "long";
  const text = plain ? entry.text : entry.text.trim();
  if (text === "") return missing(reading);
  const refused = refuseText(shape, text);
  if (refused !== null) {
    errors[pointer] = refused;
    return undefined;
  }
  if (shape.kind === "number" || shape.kind === "integer") return Number(text);
  if (plain || shape.kind === "date-time" || shape.kind === "email" || shape.kind === "uri") return text;
  return readJson(reading, text, entry.file?.name);
}

function readJson(reading: Reading, text: string, file?: string): Json | undefined {
  if (text.trim() === "") return missing(reading);
  try {
    const value = JSON.parse(text) as Json;
    const loss = findJsonLoss(text);
    if (!loss) return value;
    const place = loss.pointer === "" ? "" : `${loss.pointer.slice(1)}: `;
    reading.errors[reading.pointer] = `${file ? `${file}: ` : ""}${place}${loss.what}.`;
  } catch (error) {
    const why = error instanceof Error ? error.message : "unknown problem";
    reading.errors[reading.pointer] = `${file ?? "This"} is not valid JSON: ${why}`;
  }
  return undefined;
}

function readObject(reading: Reading<ObjectShape>, entry: Extract<Entry, { kind: "object" }>): Json {
  const { shape, pointer, errors } = reading;
  const members = new Map<string, Json>(Object.entries(entry.rest));
  const put = (key: string, inner: Shape, at: Entry, required: boolean) => {
    const value = read({ shape: inner, entry: at, required, pointer: pointerTo(pointer, key), errors });
    if (value !== undefined) members.set(key, value);
  };
  for (const { key, required, shape: inner } of shape.fields) {
    const at = entry.fields[key];
    if (at !== undefined) put(key, inner, at, required);
  }
  for (const { id, name, entry: at } of entry.extra) {
    const refused = refuseName(name, members);
    if (refused !== null) errors[extraPointer(pointer, id)] = refused;
    else if (shape.extra) put(name, shape.extra, at, true);
  }
  return Object.fromEntries(members);
}

function refuseName(name: string, members: ReadonlyMap<string, Json>): string | null {
  if (name === "") return "Give it a name.";
  return members.has(name) ? `“${name}” is there twice.` : null;
}

/** Where errors about the name itself of an added entry go. */
export function extraPointer(pointer: string, id: number): string {
  return `${pointer}//${id}`;
}

function readList(reading: Reading<ListShape>, entry: Extract<Entry, { kind: "list" }>): Json {
  const { shape, pointer, errors } = reading;
  const { least, most } = shape.bounds;
  const count = entry.items.length;
  if (least !== undefined && count < least) errors[pointer] = `At least ${counted(least)} must be there.`;
  if (most !== undefined && count > most) errors[pointer] = `At most ${counted(most)} may be there.`;
  return entry.items.flatMap(({ entry: one }, index) => {
    const value = read({
      shape: shape.item,
      entry: one,
      required: true,
      pointer: `${pointer}/${index}`,
      errors,
    });
    return value === undefined ? [] : [value];
  });
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "item" : "items"}`;
}

export function pointerTo(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
