import type { Json } from "../values/json.ts";

export type ReducerName = "replace" | "append" | "deepMerge" | "max";

/** `base`: what both sides started from; absent where a node writes over what is there, which is no conflict. */
export type Reducing = { readonly current: Json; readonly incoming: Json; readonly base?: Json };
export type Reduced = { readonly value: Json; readonly conflict: boolean };

/** Joins what a parent has with what comes in. A conflict: both sides changed the same thing, each to something else. */
export function reduce(reducer: ReducerName, reducing: Reducing): Reduced {
  return REDUCERS[reducer](reducing);
}

const REDUCERS: Readonly<Record<ReducerName, (reducing: Reducing) => Reduced>> = {
  replace: ({ current, incoming, base }) => ({
    value: incoming,
    conflict: base !== undefined && !same(current, base) && !same(current, incoming),
  }),
  append: ({ current, incoming, base }) => ({
    value: [...listOf(current), ...addedTo(base, listOf(incoming))],
    conflict: false,
  }),
  deepMerge: ({ current, incoming, base }) => mergeDeep(current, incoming, base),
  max: ({ current, incoming }) => largest(current, incoming),
};

function listOf(value: Json): readonly Json[] {
  if (value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** A list that goes on from the one it started with brings only what is new. */
function addedTo(base: Json | undefined, incoming: readonly Json[]): readonly Json[] {
  if (!Array.isArray(base) || base.length > incoming.length) return incoming;
  return base.every((part: Json, i) => same(part, incoming[i] ?? null))
    ? incoming.slice(base.length)
    : incoming;
}

/** Keys that would reach the prototype of an object. */
const REACHING = new Set(["__proto__", "constructor", "prototype"]);

function mergeDeep(current: Json, incoming: Json, base: Json | undefined): Reduced {
  if (!isMap(current) || !isMap(incoming)) return replaceLeaf(current, incoming, base);
  const merged = new Map<string, Json>(Object.entries(current).filter(([key]) => !REACHING.has(key)));
  let conflict = false;
  for (const [key, value] of changedFields(incoming, base)) {
    const known = merged.get(key);
    const part =
      known === undefined ? { value, conflict: false } : mergeDeep(known, value, fieldOf(base, key));
    merged.set(key, part.value);
    conflict ||= part.conflict;
  }
  return { value: Object.fromEntries(merged), conflict };
}

/** What an object says differently from the base. */
function changedFields(incoming: { readonly [key: string]: Json }, base: Json | undefined): [string, Json][] {
  const before = (key: string): Json | undefined =>
    isMap(base) && Object.hasOwn(base, key) ? base[key] : undefined;
  return Object.entries(incoming).filter(([key, value]) => {
    const known = before(key);
    return !REACHING.has(key) && (known === undefined || !same(known, value));
  });
}

/** A field that the base did not have started as nothing. */
function fieldOf(base: Json | undefined, key: string): Json | undefined {
  if (base === undefined) return undefined;
  return isMap(base) && Object.hasOwn(base, key) ? (base[key] ?? null) : null;
}

function replaceLeaf(current: Json, incoming: Json, base: Json | undefined): Reduced {
  return REDUCERS.replace({ current, incoming, ...(base === undefined ? {} : { base }) });
}

function largest(current: Json, incoming: Json): Reduced {
  if (current === null || incoming === null) return { value: incoming ?? current, conflict: false };
  if (typeof current !== typeof incoming || (typeof current !== "number" && typeof current !== "string"))
    return { value: incoming, conflict: !same(current, incoming) };
  return { value: current > (incoming as string | number) ? current : incoming, conflict: false };
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return sameLists(a, b);
  const [left, right] = [Object.entries(a), b as { readonly [key: string]: Json }];
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && same(value as Json, right[key] as Json))
  );
}

function sameLists(a: Json, b: Json): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((part: Json, i) => same(part, b[i] as Json));
}
