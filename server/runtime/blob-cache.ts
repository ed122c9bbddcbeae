import type { Blob, BlobLookup, Json } from "#server/engine/values/json";

/** Values by hash, least recently used first out. One per process: trees share equal values. */
export type BlobCache = {
  readonly lookup: BlobLookup;
  readonly put: (blob: Blob) => void;
  /** Keeps a blob whatever the pressure until its commit is known: until then the database cannot give it back. */
  readonly hold: (blob: Blob) => void;
  readonly release: (blob: Blob) => void;
  /** Brings every hash into memory. Rejects when one is not in the store: an event must never name such a blob. */
  readonly load: (hashes: readonly string[]) => Promise<void>;
  readonly bytes: () => number;
};

type Entry = { readonly bytes: number; text: string | null; value: Json | undefined };

export type BlobCacheOptions = {
  readonly maxBytes: number;
  readonly read: (hashes: readonly string[]) => Promise<readonly Blob[]>;
};

export function createBlobCache({ maxBytes, read }: BlobCacheOptions): BlobCache {
  const entries = new Map<string, Entry>();
  const held = new Map<string, { blob: Blob; count: number }>();
  let total = 0;

  function put(blob: Blob): void {
    if (entries.has(blob.hash)) return;
    entries.set(blob.hash, { bytes: blob.bytes, text: blob.text, value: undefined });
    total += blob.bytes;
    for (const [hash, entry] of entries) {
      if (total <= maxBytes || hash === blob.hash) break;
      entries.delete(hash);
      total -= entry.bytes;
    }
  }

  function lookup(hash: string): Json | undefined {
    const entry = entries.get(hash);
    if (!entry) {
      const blob = held.get(hash)?.blob;
      return blob ? (JSON.parse(blob.text) as Json) : undefined;
    }
    entries.delete(hash);
    entries.set(hash, entry);
    if (entry.text !== null) {
      entry.value = JSON.parse(entry.text) as Json;
      entry.text = null;
    }
    return entry.value;
  }

  return {
    lookup,
    put,
    hold: (blob) => {
      const known = held.get(blob.hash);
      if (known) known.count += 1;
      else held.set(blob.hash, { blob, count: 1 });
      put(blob);
    },
    release: (blob) => {
      const known = held.get(blob.hash);
      if (!known) return;
      known.count -= 1;
      if (known.count === 0) held.delete(blob.hash);
    },
    load: async (hashes) => {
      const absent = hashes.filter((hash) => !entries.has(hash) && !held.has(hash));
      if (absent.length === 0) return;
      const found = await read(absent);
      for (const blob of found) put(blob);
      if (found.length === absent.length) return;
      const known = new Set(found.map((blob) => blob.hash));
      throw new Error(
        `blobs are missing from the store: ${absent.filter((hash) => !known.has(hash)).join(", ")}`,
      );
    },
    bytes: () => total,
  };
}
