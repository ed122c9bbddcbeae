import type { Json } from "../values/json.ts";
import { pointerOf } from "../values/weigh.ts";
import type { Change } from "./patch.ts";

/** Equal as JSON: the order of keys does not count, and neither does a key without a value. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((entry: Json, i) => sameJson(entry, b[i] as Json))
    );
  const [one, other] = [entriesOf(a), entriesOf(b)];
  return one.size === other.size && [...one].every(([key, value]) => sameJson(value, other.get(key)));
}

/** Changes that lead from one value to the other, below the place that they are both at. */
export function changesBetween(a: Json, b: Json, above: readonly (string | number)[] = []): Change[] {
  if (sameJson(a, b)) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((entry: Json, i) => between(entry, b[i] as Json, [...above, i]));
  const [one, other] = [entriesOf(a), entriesOf(b)];
  const gone = [...one.keys()].filter((key) => !other.has(key));
  return [
    ...gone.map((key) => ({ path: pointerOf([...above, key]) })),
    ...[...other].flatMap(([key, value]) => between(one.get(key), value, [...above, key])),
  ];
}

function between(a: Json | undefined, b: Json, place: readonly (string | number)[]): Change[] {
  if (isOpen(a) && isOpen(b) && Array.isArray(a) === Array.isArray(b) && canRecur(a, b))
    return changesBetween(a, b, place);
  return sameJson(a, b) ? [] : [{ path: pointerOf(place), value: b }];
}

function isOpen(value: Json | undefined): value is Exclude<Json, string | number | boolean | null> {
  return typeof value === "object" && value !== null;
}

/** A list that became longer or shorter is set as a whole: where in it something went is anybody's guess. */
function canRecur(a: Json, b: Json): boolean {
  return !Array.isArray(a) || !Array.isArray(b) || a.length === b.length;
}

function entriesOf(value: Json): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(value as Readonly<Record<string, Json>>).filter(([, entry]) => entry !== undefined),
  );
}
