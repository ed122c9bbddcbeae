import { BLOB_KEY, type Json } from "#server/engine/values/json";

const MAX_DEPTH = 500;

/** Says where in a value something stands that JSON cannot carry. */
export class NotJsonError extends Error {
  override readonly name = "NotJsonError";
}

/**
 * Copies a handler's result to JSON. `undefined` becomes `null` at the top and is left out of objects,
 * `toJSON` is honoured (dates); everything else that JSON would lose or change is refused by its path.
 */
export function toJson(value: unknown): Json {
  return value === undefined ? null : copy(value, "output", []);
}

function copy(value: unknown, path: string, above: readonly object[]): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return finite(value, path);
  if (typeof value !== "object")
    throw new NotJsonError(`${path} is ${naming(value)}, which JSON cannot carry`);
  if (above.includes(value)) throw new NotJsonError(`${path} contains itself`);
  if (above.length >= MAX_DEPTH) throw new NotJsonError(`it is nested deeper than ${MAX_DEPTH} levels`);
  const within = [...above, value];
  if (Array.isArray(value)) return value.map((entry, index) => copy(entry, `${path}[${index}]`, within));
  if ("toJSON" in value && typeof value.toJSON === "function") return copy(value.toJSON(), path, within);
  return copyObject(value, path, within);
}

function copyObject(value: object, path: string, within: readonly object[]): Json {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotJsonError(
      `${path} is a ${value.constructor?.name ?? "class instance"}; return a plain object or a list`,
    );
  }
  const entries: [string, Json][] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (key === BLOB_KEY) throw new NotJsonError(`${path} uses the reserved key "${BLOB_KEY}"`);
    if (entry !== undefined) entries.push([key, copy(entry, `${path}.${key}`, within)]);
  }
  return Object.fromEntries(entries);
}

function finite(value: number, path: string): number {
  if (!Number.isFinite(value)) throw new NotJsonError(`${path} is ${value}, which JSON cannot carry`);
  return value === 0 ? 0 : value;
}

function naming(value: unknown): string {
  if (value === undefined) return "undefined";
  return typeof value === "bigint" ? "a BigInt" : `a ${typeof value}`;
}
