import { Optional } from "@marcbachmann/cel-js";
import { Duration, UnsignedInt } from "@marcbachmann/cel-js/evaluator";
import { BLOB_KEY, type Json } from "../values/json.ts";

/** What an expression gave cannot be written as JSON. */
export class NotJson extends Error {}

/**
 * A CEL value as JSON: whole numbers become numbers, an absent optional becomes null, a timestamp its ISO
 * text, a duration its text in seconds. What is JSON already comes back as the same object.
 */
export function toJson(value: unknown): Json {
  if (typeof value === "bigint") return safeInteger(value);
  if (typeof value === "number") return finite(value);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return list(value);
  if (typeof value === "object") return isPlain(value) ? map(value) : special(value);
  throw new NotJson("the result has no value");
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

function list(values: readonly unknown[]): Json {
  let copy: Json[] | null = null;
  for (let i = 0; i < values.length; i++) {
    const before = values[i];
    const after = toJson(before);
    if (copy) copy.push(after);
    else if (after !== before) copy = [...(values.slice(0, i) as Json[]), after];
  }
  return copy ?? (values as readonly Json[]);
}

function map(values: Readonly<Record<string, unknown>>): Json {
  // Scopes are resolved before evaluation, so a reference here would be one that the expression made up.
  if (Object.hasOwn(values, BLOB_KEY)) throw new NotJson(`the key "${BLOB_KEY}" is reserved`);
  const entries = Object.entries(values);
  let changed = false;
  const converted = entries.map(([key, before]): [string, Json] => {
    const after = toJson(before);
    changed ||= after !== before;
    return [key, after];
  });
  return changed ? Object.fromEntries(converted) : (values as Readonly<Record<string, Json>>);
}

function special(value: object): Json {
  if (value instanceof Optional) return value.hasValue() ? toJson(value.value()) : null;
  if (value instanceof UnsignedInt) return safeInteger(value.valueOf());
  if (value instanceof Duration) return value.toString();
  if (isInstant(value)) return value.toISOString();
  if (value instanceof Uint8Array)
    throw new NotJson("the result is bytes; turn them into text, as with .base64()");
  throw new NotJson("the result is not a JSON value");
}

function isInstant(value: object): value is { toISOString(): string } {
  return Object.prototype.toString.call(value) === "[object Date]";
}

function finite(value: number): number {
  // JSON has no -0: what is folded live must equal what is read back.
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  throw new NotJson(`the result is ${value}, which is not a JSON number (division by zero?)`);
}

function safeInteger(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new NotJson(`${value} is beyond the whole numbers that JSON keeps exactly`);
}
