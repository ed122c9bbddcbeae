import { BLOB_KEY, type BlobLookup, type BlobRef, type Json, type Stored } from "./json.ts";

export type Resolved =
  | { readonly ok: true; readonly value: Json }
  /** Load these blobs and ask again. */
  | { readonly ok: false; readonly missing: readonly string[] };

/** Large objects that are known to hold no reference. */
const clean = new WeakSet<object>();
/** Looking through fewer values than this is cheaper than remembering that there is nothing. */
const LARGE = 64;

export function isBlobRef(value: unknown): value is BlobRef {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, BLOB_KEY)) return false;
  const ref = value as { readonly [BLOB_KEY]?: unknown; readonly bytes?: unknown };
  return typeof ref[BLOB_KEY] === "string" && typeof ref.bytes === "number";
}

/** Hashes that a stored value refers to, each once. */
export function blobHashes(stored: Stored): readonly string[] {
  return [...(lookThrough(stored).hashes ?? [])];
}

/** The value with every reference replaced. A value without references comes back as the same object. */
export function resolve(stored: Stored, lookup: BlobLookup): Resolved {
  if (typeof stored !== "object" || stored === null || clean.has(stored))
    return { ok: true, value: stored as Json };
  const { hashes, looked } = lookThrough(stored);
  if (!hashes) {
    if (looked >= LARGE) clean.add(stored);
    return { ok: true, value: stored as Json };
  }
  const missing = [...hashes].filter((hash) => lookup(hash) === undefined);
  return missing.length > 0 ? { ok: false, missing } : { ok: true, value: replace(stored, lookup) };
}

/** `hashes` is made for the first reference: most values have none. `looked`: how many values were looked at. */
type Found = { hashes: Set<string> | null; looked: number };

function lookThrough(stored: Stored): Readonly<Found> {
  const found: Found = { hashes: null, looked: 0 };
  collect(stored, found);
  return found;
}

function collect(value: Stored, found: Found): void {
  found.looked += 1;
  if (typeof value !== "object" || value === null || clean.has(value)) return;
  if (isBlobRef(value)) {
    found.hashes ??= new Set();
    found.hashes.add(value[BLOB_KEY]);
    return;
  }
  for (const entry of Array.isArray(value) ? value : Object.values(value)) collect(entry, found);
}

function replace(value: Stored, lookup: BlobLookup): Json {
  if (typeof value !== "object" || value === null || clean.has(value)) return value as Json;
  if (isBlobRef(value)) return lookup(value[BLOB_KEY]) ?? null;
  if (Array.isArray(value)) return value.map((entry: Stored) => replace(entry, lookup));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replace(entry, lookup)]));
}
