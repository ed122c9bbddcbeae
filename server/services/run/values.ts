import { getBlobs } from "#db/queries/get-blobs";
import { canonicalJson } from "#server/engine/hash";
import { BLOB_KEY, type BlobRef, type Json, type Stored } from "#server/engine/values/json";
import { blobHashes, isBlobRef, resolve } from "#server/engine/values/resolve";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";

/** Longest value that stands whole in an answer about a run. */
const WHOLE_BYTES = 64 * 1024;
const PREVIEW_CHARACTERS = 2_000;

/** Stands in place of a value that is too long to show; the whole of it can be downloaded. */
type Truncated = { readonly $truncated: true; readonly bytes: number; readonly preview: string };

type Reader = Pick<Services, "db">;

/** All of a stored value, whatever its size. */
export async function wholeValue(services: Reader, stored: Stored): Promise<Json> {
  const texts = await load(services, blobHashes(stored));
  const values = new Map([...texts].map(([hash, text]) => [hash, JSON.parse(text) as Json]));
  const resolved = resolve(stored, (hash) => values.get(hash));
  if (resolved.ok) return resolved.value;
  throw new ServiceError("INTERNAL", "A part of this value is missing from the store.");
}

/** A stored value with its large parts cut, each in its place, so that it is 64 KB at most. */
export async function shownValue(services: Reader, stored: Stored): Promise<Json> {
  const texts = await load(services, blobHashes(stored));
  const budget = { left: WHOLE_BYTES };
  const shown = fill(stored, texts, budget);
  const text = canonicalJson(shown);
  return text.length > WHOLE_BYTES ? truncated(text, text.length) : shown;
}

async function load({ db }: Reader, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return hashes.length === 0 ? new Map() : await getBlobs(db.sql, hashes);
}

function fill(value: Stored, texts: ReadonlyMap<string, string>, budget: { left: number }): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isBlobRef(value)) return fillRef(value, texts, budget);
  if (Array.isArray(value)) return value.map((entry: Stored) => fill(entry, texts, budget));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry, texts, budget)]));
}

function fillRef(ref: BlobRef, texts: ReadonlyMap<string, string>, budget: { left: number }): Json {
  const text = texts.get(ref[BLOB_KEY]) ?? "null";
  if (ref.bytes > budget.left) return truncated(text, ref.bytes);
  budget.left -= ref.bytes;
  return JSON.parse(text) as Json;
}

function truncated(text: string, bytes: number): Truncated {
  return { $truncated: true, bytes, preview: text.slice(0, PREVIEW_CHARACTERS) };
}
