import type { CodePlace, Seen } from "./code-frames";

export type Schema = Readonly<Record<string, unknown>>;

/** How often a shape may lead to another one of the same value. */
const MOST_STEPS = 8;

/** The shapes that a value at a path may have, given what stands beside it and above. */
export function shapesAt(root: Schema, { path, seen }: Pick<CodePlace, "path" | "seen">): readonly Schema[] {
  let shapes = expanded(root, [root]);
  for (const [depth, part] of path.entries())
    shapes = fitting(shapes, seen[depth] ?? {}, part).flatMap((shape) =>
      expanded(root, stepInto(shape, part)),
    );
  return shapes;
}

/** Of several shapes those that what is there already does not contradict; `but` = what is being written. */
export function fitting(shapes: readonly Schema[], seen: Seen, but: string | number): readonly Schema[] {
  return shapes.filter((shape) =>
    Object.entries(seen).every(([key, value]) => {
      const only = key === but ? undefined : at(at(shape, "properties"), key)?.["const"];
      return only === undefined || String(only) === value;
    }),
  );
}

/** What is said elsewhere, and each of what it may be, put in its place. */
function expanded(root: Schema, shapes: readonly Schema[], left = MOST_STEPS): readonly Schema[] {
  if (left === 0) return [];
  return shapes.flatMap((shape): readonly Schema[] => {
    const { $ref } = shape;
    if (typeof $ref === "string") return expanded(root, [referred(root, $ref)], left - 1);
    const parts = [shape["anyOf"], shape["oneOf"], shape["allOf"]].flatMap((list) =>
      Array.isArray(list) ? (list as Schema[]) : [],
    );
    return parts.length > 0 ? expanded(root, parts, left - 1) : [shape];
  });
}

function referred(root: Schema, ref: string): Schema {
  const steps = ref.replace(/^#\/?/, "").split("/").filter(Boolean);
  return steps.reduce<Schema>((value, step) => at(value, step) ?? {}, root);
}

function stepInto(shape: Schema, part: string | number): readonly Schema[] {
  if (typeof part === "number") return known([at(shape, "items")]);
  const property = at(at(shape, "properties"), part);
  return known([property ?? at(shape, "additionalProperties")]);
}

function known(shapes: readonly (Schema | undefined)[]): readonly Schema[] {
  return shapes.filter((shape) => shape !== undefined);
}

function at(value: unknown, key: string): Schema | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  const found = (value as Readonly<Record<string, unknown>>)[key];
  return typeof found === "object" && found !== null ? (found as Schema) : undefined;
}

/** Keys that an object of these shapes may have, those it must have first. */
export function keysOf(
  shapes: readonly Schema[],
): readonly { readonly key: string; readonly hint: string }[] {
  const keys = new Map<string, { key: string; hint: string; needed: boolean }>();
  for (const shape of shapes) {
    const required = Array.isArray(shape["required"]) ? (shape["required"] as string[]) : [];
    for (const [key, property] of Object.entries(at(shape, "properties") ?? {}))
      if (!keys.has(key))
        keys.set(key, { key, hint: wordOf(property as Schema), needed: required.includes(key) });
  }
  const list = [...keys.values()];
  return [...list.filter(({ needed }) => needed), ...list.filter(({ needed }) => !needed)];
}

/** Values that these shapes name. */
export function valuesOf(shapes: readonly Schema[]): readonly (string | number | boolean | null)[] {
  const values = shapes.flatMap((shape) => {
    if ("const" in shape) return [shape["const"]];
    if (Array.isArray(shape["enum"])) return shape["enum"] as unknown[];
    return shape["type"] === "boolean" ? [true, false] : shape["type"] === "null" ? [null] : [];
  });
  return [...new Set(values)] as readonly (string | number | boolean | null)[];
}

function wordOf({ type, anyOf, oneOf, const: only, enum: some }: Schema): string {
  if (only !== undefined) return String(only);
  if (Array.isArray(some)) return "choice";
  if (typeof type === "string") return type;
  return (anyOf ?? oneOf) ? "one of several" : "";
}
