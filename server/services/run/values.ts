import { getBlobs } from "#db/queries/get-blobs";
import { canonicalJson } from "#server/engine/hash";
import { BLOB_KEY, type BlobRef, type Json, type Stored } from "#server/engine/values/json";
import { blobHashes, isBlobRef, resolve } from "#server/engine/values/resolve";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";

/** Longest value that stands whole in an answer about a run. */
const WHOLE_BYTES = 64 * 1024;
const PREVIEW_CHARACTERS = 2_000;
/** Of parts that are cut, how many show their beginning: each is read whole for it. */
const MOST_PREVIEWS = 16;
const MB = 1_024 * 1_024;
/** One value is 16 MB at most; what a map collects is as many of them as it has items. */
const MOST_BYTES = 64 * MB;

/** Stands in place of a value that is too long to show; the whole of it can be downloaded. */
type Truncated = { readonly $truncated: true; readonly bytes: number; readonly preview: string };

type Reader = Pick<Services, "db">;

/** All of a stored value. Throws LIMIT_EXCEEDED where that is more than one answer may hold. */
export async function wholeValue(services: Reader, stored: Stored): Promise<Json> {
  const bytes = refsIn(stored).reduce((sum, ref) => sum + ref.bytes, 0);
  if (bytes > MOST_BYTES)
    throw new ServiceError(
      "LIMIT_EXCEEDED",
      `The whole of this value takes ${Math.ceil(bytes / MB)} MB; ${MOST_BYTES / MB} MB can be had at once. Ask for its items one by one.`,
    );
  const texts = await load(services, blobHashes(stored));
  const values = new Map([...texts].map(([hash, text]) => [hash, JSON.parse(text) as Json]));
  const resolved = resolve(stored, (hash) => values.get(hash));
  if (resolved.ok) return resolved.value;
  throw new ServiceError("INTERNAL", "A part of this value is missing from the store.");
}

/** A stored value with its large parts cut, each in its place, so that it is 64 KB at most. Reads no more than that shows. */
export async function shownValue(services: Reader, stored: Stored): Promise<Json> {
  const texts = await load(services, shownHashes(stored));
  const budget = { left: WHOLE_BYTES };
  const shown = fill(stored, texts, budget);
  const text = canonicalJson(shown);
  return text.length > WHOLE_BYTES ? truncated(text, text.length) : shown;
}

/** Of the parts that stand elsewhere those that fit, and a few of the others for their beginnings. */
function shownHashes(stored: Stored): readonly string[] {
  const hashes = new Set<string>();
  let left = WHOLE_BYTES;
  let previews = MOST_PREVIEWS;
  for (const ref of refsIn(stored)) {
    const fits = ref.bytes <= left;
    if (fits) left -= ref.bytes;
    else if (previews-- <= 0) continue;
    hashes.add(ref[BLOB_KEY]);
  }
  return [...hashes];
}

/** In the order in which they are shown. */
function refsIn(value: Stored): readonly BlobRef[] {
  if (typeof value !== "object" || value === null) return [];
  if (isBlobRef(value)) return [value];
  return Object.values(value).flatMap((entry: Stored) => refsIn(entry));
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
  const text = texts.get(ref[BLOB_KEY]);
  if (ref.bytes > budget.left) return truncated(text ?? "", ref.bytes);
  budget.left -= ref.bytes;
  return text === undefined ? null : (JSON.parse(text) as Json);
}

function truncated(text: string, bytes: number): Truncated {
  return { $truncated: true, bytes, preview: text.slice(0, PREVIEW_CHARACTERS) };
}
