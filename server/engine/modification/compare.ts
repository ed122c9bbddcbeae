import type { Json } from "../values/json.ts";
import { pointerOf } from "../values/weigh.ts";
import { type Change, LONGEST_PATH, MOST_CHANGES } from "./patch.ts";

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

/** Changes that lead from one value to the other: as few as one operation may have, and as deep as it may reach. */
export function changesBetween(a: Json, b: Json): Change[] {
  const changes = below(a, b, []);
  if (changes.length <= MOST_CHANGES) return changes;
  const [one, other] = [entriesOf(a), entriesOf(b)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) => {
    const value = other.get(key);
    if (sameJson(one.get(key), value)) return [];
    return [{ path: pointerOf([key]), ...(value === undefined ? {} : { value }) }];
  });
}

type Place = readonly (string | number)[];

function below(a: Json, b: Json, above: Place): Change[] {
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

function between(a: Json | undefined, b: Json, place: Place): Change[] {
  if (sameJson(a, b)) return [];
  const whole = [{ path: pointerOf(place), value: b }];
  if (!isOpen(a) || !isOpen(b) || Array.isArray(a) !== Array.isArray(b) || !canRecur(a, b)) return whole;
  const changes = below(a, b, place);
  const fits = changes.length <= MOST_CHANGES && changes.every(({ path }) => path.length <= LONGEST_PATH);
  return fits ? changes : whole;
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
