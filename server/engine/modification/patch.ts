import * as z from "zod";
import type { Json } from "../values/json.ts";

/** Most that one operation says, and the longest way to a place. What is more is set one level up. */
export const MOST_CHANGES = 500;
export const LONGEST_PATH = 2_000;

/** A JSON Pointer with at least one part. */
const pointer = z
  .string()
  .max(LONGEST_PATH)
  .regex(/^(\/([^~]|~[01])*)+$/, 'a JSON Pointer such as "/retry/maxAttempts"');

/** A place below what is changed, and what stands there then. Without a value, what stands there goes; null is a value. */
export const changeSchema = z.strictObject({
  path: pointer,
  value: (z.json() as unknown as z.ZodType<Json>).optional(),
});
export type Change = z.infer<typeof changeSchema>;
export const changesSchema = z.array(changeSchema).min(1).max(MOST_CHANGES);

/** Why a place cannot be changed; `parts` lead to what is in the way. */
type Blocked = { readonly blocked: string; readonly parts: readonly string[] };
type Changed = { readonly value: Json } | Blocked;

export function partsOf(path: string): readonly string[] {
  return path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * The value with all changes made, in order. Objects on the way that are missing come into being; removing what is not
 * there changes nothing. In a list a part is an index, or `-` for the place after the last; removing closes the gap.
 */
export function changeAll(value: Json, changes: readonly Change[]): Changed {
  let changed: Json = value;
  for (const change of changes) {
    const result = changeAt(changed, partsOf(change.path), change.value, []);
    if ("blocked" in result) return result;
    changed = result.value;
  }
  return { value: changed };
}

function changeAt(
  at: Json | undefined,
  parts: readonly string[],
  value: Json | undefined,
  above: readonly string[],
): Changed {
  const [part = "", ...rest] = parts;
  if (Array.isArray(at)) return changeList(at as readonly Json[], part, rest, value, above);
  if (at !== undefined && (at === null || typeof at !== "object"))
    return { blocked: `${JSON.stringify(at)} has no "${part}" below it`, parts: above };
  return changeMap((at ?? {}) as Readonly<Record<string, Json>>, part, rest, value, above);
}

function changeMap(
  map: Readonly<Record<string, Json>>,
  part: string,
  rest: readonly string[],
  value: Json | undefined,
  above: readonly string[],
): Changed {
  const present = Object.hasOwn(map, part);
  if (value === undefined && !present) return { value: map };
  if (rest.length > 0) {
    const below = changeAt(present ? map[part] : undefined, rest, value, [...above, part]);
    return "blocked" in below ? below : { value: { ...map, [part]: below.value } };
  }
  if (value !== undefined) return { value: { ...map, [part]: value } };
  const { [part]: _gone, ...kept } = map;
  return { value: kept };
}

function changeList(
  list: readonly Json[],
  part: string,
  rest: readonly string[],
  value: Json | undefined,
  above: readonly string[],
): Changed {
  const index = part === "-" ? list.length : /^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : -1;
  if (index < 0 || index > list.length)
    return { blocked: `the list has ${list.length} entries and no "${part}"`, parts: above };
  if (value === undefined && index === list.length) return { value: list };
  if (rest.length === 0)
    return { value: value === undefined ? list.toSpliced(index, 1) : list.toSpliced(index, 1, value) };
  const below = changeAt(list[index], rest, value, [...above, part]);
  return "blocked" in below ? below : { value: list.toSpliced(index, 1, below.value) };
}
