import type { Json } from "#server/engine/values/json";

/** The reserved key of a handle. */
export const SECRET_KEY = "$secret";

/** Stands for a secret until a request goes out: in graphs, journals and everywhere else. */
export type SecretHandle = {
  readonly [SECRET_KEY]: string;
  /** Put before the value, such as `Bearer `. */
  readonly prefix?: string;
  /** Makes `Basic base64(basicUser:value)` of it. */
  readonly basicUser?: string;
};

export function isHandle(value: unknown): value is SecretHandle {
  return typeof value === "object" && value !== null && !Array.isArray(value) && SECRET_KEY in value;
}

/** What is wrong with something that claims to be a handle; `null` = nothing. */
export function handleFlaw(handle: SecretHandle): string | null {
  const { [SECRET_KEY]: name, prefix, basicUser, ...rest } = handle as unknown as Record<string, unknown>;
  if (typeof name !== "string" || name === "") return `"${SECRET_KEY}" names a secret`;
  const extra = Object.keys(rest)[0];
  if (extra !== undefined) return `a secret's handle has no field "${extra}"; it has prefix and basicUser`;
  for (const [field, value] of Object.entries({ prefix, basicUser }))
    if (value !== undefined && typeof value !== "string") return `${field} of a secret's handle is text`;
  return prefix !== undefined && basicUser !== undefined ? "prefix and basicUser exclude each other" : null;
}

export function wordOf(handle: SecretHandle, value: string): string {
  if (handle.basicUser !== undefined)
    return `Basic ${Buffer.from(`${handle.basicUser}:${value}`).toString("base64")}`;
  return `${handle.prefix ?? ""}${value}`;
}

/** Handles anywhere in a value, each as it stands. */
export function handlesIn(value: Json): readonly SecretHandle[] {
  if (typeof value !== "object" || value === null) return [];
  if (isHandle(value)) return [value];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap((entry: Json) => handlesIn(entry));
}

/** A copy of a value with every handle replaced. */
export function withHandles(value: Json, replace: (handle: SecretHandle) => string): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isHandle(value)) return replace(value);
  if (Array.isArray(value)) return value.map((entry: Json) => withHandles(entry, replace));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withHandles(entry, replace)]));
}
