import type { Report } from "../graph/kind.ts";
import type { Path } from "../graph/problems.ts";
import { pointerOf } from "../values/index.ts";
import type { Json } from "../values/json.ts";

/** The reserved key of a secret's handle: `{"$secret": "name"}`. */
const SECRET_KEY = "$secret";
const FIELDS = [SECRET_KEY, "prefix", "basicUser"];

type Handle = {
  readonly path: Path;
  readonly handle: Readonly<Record<string, Json>>;
  /** Of the secret; `null` = the handle is wrong. */
  readonly name: string | null;
};

/** Handles as a graph writes them, each with its place. What an expression gives is data, never a handle. */
export function* handlesIn(value: Json, path: Path = []): Generator<Handle> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && Object.hasOwn(value, SECRET_KEY)) {
    const name = (value as Handle["handle"])[SECRET_KEY];
    yield { path, handle: value as Handle["handle"], name: typeof name === "string" ? name : null };
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    yield* handlesIn(entry as Json, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** JSON Pointers of the handles in a value: executors take a secret at these places only. */
export function handlePointers(value: Json): readonly string[] {
  return [...handlesIn(value)].map(({ path }) => pointerOf(path));
}

export function checkHandles(value: Json, field: Path, report: Report, allowed: boolean): void {
  for (const { path, handle } of handlesIn(value)) {
    const flaw = allowed ? flawOf(handle) : "a secret cannot stand here";
    if (flaw) report("A002", [...field, ...path], flaw);
  }
}

function flawOf(handle: Handle["handle"]): string | null {
  const name = handle[SECRET_KEY];
  if (typeof name !== "string" || name === "" || name.startsWith("="))
    return `"${SECRET_KEY}" holds the name of a secret, as plain text`;
  const extra = Object.keys(handle).find((key) => !FIELDS.includes(key));
  if (extra !== undefined) return `a secret's handle has no field "${extra}"; it has prefix and basicUser`;
  const texts = [handle["prefix"] ?? "", handle["basicUser"] ?? ""];
  if (texts.some((text) => typeof text !== "string" || text.startsWith("=")))
    return "prefix and basicUser of a secret's handle are plain text";
  return "prefix" in handle && "basicUser" in handle ? "prefix and basicUser exclude each other" : null;
}
