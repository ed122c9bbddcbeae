import { canonicalJson, digest } from "../hash.ts";
import type { EpochMs } from "../ids.ts";
import { isBlobRef } from "../values/index.ts";
import type { Json, Stored } from "../values/json.ts";
import type { Entry, EntryOrigin } from "./entry.ts";
import { type Inquiry, sizeOf, subjectOf } from "./inquiry.ts";

/** Bytes of JSON up to which a value stands in its entry: less than a reference and its hash would take is never worth one. */
const INLINE_BYTES = 256;

export type Writing = {
  readonly key: string;
  readonly origin: EntryOrigin;
  readonly at: EpochMs;
  readonly expiresAt?: EpochMs;
  readonly priority?: number;
  readonly labels?: readonly string[];
  readonly ceiling?: number;
};

/** An entry for a value: large values become blobs, so that the entry costs the same whatever they weigh. */
export function writeEntry(inquiry: Inquiry, value: Stored, writing: Writing): Entry {
  const stored = outside(inquiry, value);
  const { hash, bytes } = sizeOf(stored);
  const counted = inquiry.tokens(subjectOf(stored, hash, inquiry.made));
  return { ...defined(writing), hash, bytes, ...counted, ...(isBlobRef(stored) ? {} : { value: stored }) };
}

/** The value as it is when it is small, else one reference to all of it. */
function outside(inquiry: Inquiry, value: Stored): Stored {
  if (isBlobRef(value)) return value;
  if (canonicalJson(value as Json).length <= INLINE_BYTES) return value;
  const text = canonicalJson(inquiry.whole(value));
  const { hash, bytes } = digest(text);
  inquiry.keep([{ hash, bytes, text }]);
  return { $blob: hash, bytes };
}

/** Without the fields that are undefined: events are compared as JSON. */
function defined(writing: Writing): Writing {
  return Object.fromEntries(
    Object.entries(writing).filter(([, value]) => value !== undefined),
  ) as unknown as Writing;
}
