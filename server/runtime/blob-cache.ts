import type { Blob, BlobLookup, Json } from "#server/engine/values/json";

/** Values by hash, least recently used first out. One per process: trees share equal values. */
export type BlobCache = {
  readonly lookup: BlobLookup;
  readonly put: (blob: Blob) => void;
  /** Keeps a blob whatever the pressure until its commit is known: until then the database cannot give it back. */
  readonly hold: (blob: Blob) => void;
  readonly release: (blob: Blob) => void;
  /**
   * Brings every hash into memory and keeps what it had to read until the answer is called: one use may need more than
   * the cache holds. Rejects when one is not in the store: an event must never name such a blob.
   */
  readonly load: (hashes: readonly string[]) => Promise<() => void>;
  readonly bytes: () => number;
};

type Entry = { readonly bytes: number; text: string | null; value: Json | undefined };
type Held = { readonly entry: Entry; count: number };

export type BlobCacheOptions = {
  readonly maxBytes: number;
  readonly read: (hashes: readonly string[]) => Promise<readonly Blob[]>;
};

export function createBlobCache({ maxBytes, read }: BlobCacheOptions): BlobCache {
  const entries = new Map<string, Entry>();
  const held = new Map<string, Held>();
  let total = 0;

  function put(blob: Blob): void {
    if (entries.has(blob.hash)) return;
    entries.set(blob.hash, held.get(blob.hash)?.entry ?? entryOf(blob));
    total += blob.bytes;
    for (const [hash, entry] of entries) {
      if (total <= maxBytes || hash === blob.hash) break;
      entries.delete(hash);
      total -= entry.bytes;
    }
  }

  function lookup(hash: string): Json | undefined {
    const entry = entries.get(hash) ?? held.get(hash)?.entry;
    if (!entry) return undefined;
    if (entries.delete(hash)) entries.set(hash, entry);
    if (entry.text !== null) {
      entry.value = JSON.parse(entry.text) as Json;
      entry.text = null;
    }
    return entry.value;
  }

  function hold(blob: Blob): void {
    const known = held.get(blob.hash);
    if (known) known.count += 1;
    else held.set(blob.hash, { entry: entries.get(blob.hash) ?? entryOf(blob), count: 1 });
    put(blob);
  }

  function release({ hash }: Blob): void {
    const known = held.get(hash);
    if (!known) return;
    known.count -= 1;
    if (known.count === 0) held.delete(hash);
  }

  async function load(hashes: readonly string[]): Promise<() => void> {
    const absent = hashes.filter((hash) => !entries.has(hash) && !held.has(hash));
    const found = absent.length > 0 ? await read(absent) : [];
    if (found.length < absent.length) {
      const known = new Set(found.map((blob) => blob.hash));
      const lost = absent.filter((hash) => !known.has(hash));
      throw new Error(`blobs are missing from the store: ${lost.join(", ")}`);
    }
    for (const blob of found) hold(blob);
    return () => found.forEach(release);
  }

  return { lookup, put, hold, release, load, bytes: () => total };
}

function entryOf({ bytes, text }: Blob): Entry {
  return { bytes, text, value: undefined };
}
