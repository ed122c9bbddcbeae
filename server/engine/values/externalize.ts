import type { Failure } from "../failure.ts";
import { canonicalJson, digest } from "../hash.ts";
import type { Blob, BlobLookup, BlobRef, Json, Stored } from "./json.ts";
import { resolve } from "./resolve.ts";
import { type Flaw, REF_WEIGHT, weigh } from "./weigh.ts";

/** Estimated bytes up to which a value stays where it is used. */
const INLINE_BYTES = 16 * 1024;
/** Most that an object may keep inline once its large entries stand outside. */
const INLINE_TOTAL_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 16 * 1024 * 1024;

type Done = { readonly ok: true; readonly stored: Stored; readonly blobs: readonly Blob[] };
type Refused = { readonly ok: false; readonly failure: Failure };
export type Externalized = Done | Refused;
export type Compacted = Externalized | { readonly ok: false; readonly missing: readonly string[] };

const NOTHING: BlobLookup = () => undefined;

/** Moves the large parts of user data into blobs. Data that is not JSON, too large, or uses `$blob` is refused. */
export function externalize(value: Json): Externalized {
  const measured = weigh(value, "user");
  if ("flaw" in measured) return { ok: false, failure: invalid(measured.flaw) };
  const result = split(value, measured.weight, NOTHING);
  if ("missing" in result) throw new Error("user data holds no references");
  return result;
}

/**
 * Makes a value that was put together from stored values fit to be stored. References stay references;
 * only where a part has to move into a blob must the references inside it be in memory.
 */
export function compact(stored: Stored, lookup: BlobLookup): Compacted {
  const measured = weigh(stored, "trusted");
  if ("flaw" in measured) return { ok: false, failure: invalid(measured.flaw) };
  return split(stored, measured.weight, lookup);
}

function split(value: Stored, weight: number, lookup: BlobLookup): Compacted {
  if (weight <= INLINE_BYTES) return { ok: true, stored: value, blobs: [] };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return outside(value, lookup);
  return splitEntries(value as Readonly<Record<string, Stored>>, lookup);
}

function splitEntries(map: Readonly<Record<string, Stored>>, lookup: BlobLookup): Compacted {
  const parts = Object.entries(map).map(([key, entry]) => ({ key, ...splitEntry(entry, lookup) }));
  const blobs: Blob[] = [];
  const missing = new Set<string>();
  for (const { part } of parts) {
    if (part.ok) blobs.push(...part.blobs);
    else if ("failure" in part) return part;
    else for (const hash of part.missing) missing.add(hash);
  }
  if (missing.size > 0) return { ok: false, missing: [...missing] };
  const inline = parts.reduce((sum, { key, weight }) => sum + key.length + weight, 0);
  if (inline > INLINE_TOTAL_BYTES) return outside(map, lookup);
  const entries = parts.map(({ key, part }) => [key, part.ok ? part.stored : null] as const);
  return { ok: true, stored: Object.fromEntries(entries), blobs };
}

function splitEntry(
  entry: Stored,
  lookup: BlobLookup,
): { readonly weight: number; readonly part: Compacted } {
  const weight = weightOf(entry);
  if (weight <= INLINE_BYTES) return { weight, part: { ok: true, stored: entry, blobs: [] } };
  return { weight: REF_WEIGHT, part: outside(entry, lookup) };
}

function weightOf(value: Stored): number {
  const measured = weigh(value, "trusted");
  return "flaw" in measured ? 0 : measured.weight;
}

/** A blob never holds references: reading one back is one load. */
function outside(stored: Stored, lookup: BlobLookup): Compacted {
  const resolved = resolve(stored, lookup);
  if (!resolved.ok) return resolved;
  const text = canonicalJson(resolved.value);
  if (text.length > MAX_BLOB_BYTES) return { ok: false, failure: tooLarge(text.length) };
  const { hash, bytes } = digest(text);
  if (bytes > MAX_BLOB_BYTES) return { ok: false, failure: tooLarge(bytes) };
  const ref: BlobRef = { $blob: hash, bytes };
  return { ok: true, stored: ref, blobs: [{ hash, bytes, text }] };
}

function tooLarge(bytes: number): Failure {
  const mb = (size: number): string => `${Math.ceil((size / 1024 / 1024) * 10) / 10} MB`;
  return {
    class: "definition",
    code: "ValueTooLarge",
    message: `A value of ${mb(bytes)} is over the limit of ${mb(MAX_BLOB_BYTES)}; pass a part of it or a reference to it`,
    retryable: false,
    details: { bytes, max: MAX_BLOB_BYTES },
  };
}

function invalid(flaw: Flaw): Failure {
  return {
    class: "definition",
    code: "ValueInvalid",
    message: `The value cannot be stored: at ${flaw.pointer || "its top"}, ${flaw.what}`,
    retryable: false,
    details: { pointer: flaw.pointer },
  };
}
