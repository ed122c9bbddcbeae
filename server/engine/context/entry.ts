import type { EpochMs, Hash, NodeId, RunNo } from "../ids.ts";
import type { Stored } from "../values/json.ts";

/** Where a value comes from: the run and node that wrote it. Without a node: the start of the run. */
export type EntryOrigin = { readonly run: RunNo; readonly depth: number; readonly node?: NodeId };

/** Bytes and tokens of one value. */
export type Amount = { readonly bytes: number; readonly tokens: number };

/** One change of a value on its way down. `from` is what it was made of; a masked value keeps nothing of it. */
export type Transform = {
  readonly did: "summarised" | "transformed" | "merged" | "masked" | "renamed";
  readonly by: string;
  readonly from?: Source;
};
export type Source = Amount & { readonly key: string; readonly hash: Hash; readonly value?: Stored };

/**
 * One key of a context. It refers to its value by hash: a child gets the reference, so handing on costs the same
 * whatever the size. Values of a few bytes stand in the entry itself.
 */
export type Entry = Amount & {
  readonly key: string;
  readonly hash: Hash;
  /** Absent: the value is the blob with this hash. */
  readonly value?: Stored;
  /** The token count is an estimate: no tokenizer was at hand. */
  readonly estimated?: true;
  readonly origin: EntryOrigin;
  /** When it was written, and when something that names it was started. */
  readonly at: EpochMs;
  readonly usedAt?: EpochMs;
  readonly expiresAt?: EpochMs;
  readonly priority?: number;
  readonly labels?: readonly string[];
  /** Deepest depth that its labels allow. It only ever falls. */
  readonly ceiling?: number;
  /** How the value is kept in the store. */
  readonly packed?: { readonly codec: "zstd"; readonly bytes: number };
  /** Only the reference went on: it costs no tokens, and only `original` reads it. */
  readonly archived?: true;
  readonly transforms?: readonly Transform[];
};

/** Entries of a run by key. Never changed in place: parent and child share them. */
export type Entries = Readonly<Record<string, Entry>>;

/** What expressions get for an entry. */
export function storedOf(entry: Pick<Entry, "hash" | "bytes" | "value">): Stored {
  return entry.value === undefined ? { $blob: entry.hash, bytes: entry.bytes } : entry.value;
}

/** The value that an entry was first made of; itself when nothing changed it. */
export function originalOf(entry: Entry): Stored {
  const from = entry.transforms?.find((transform) => transform.from)?.from;
  return storedOf(from ?? entry);
}

/** What an entry takes of the store and of a model's window. */
export function amountOf(entry: Entry): Amount {
  return { bytes: entry.packed?.bytes ?? entry.bytes, tokens: entry.archived ? 0 : entry.tokens };
}

const TRANSFORMS_KEPT = 8;

/** The list with one more change; the first, which leads to the original, always stays. */
export function transformed(entry: Entry, change: Transform): readonly Transform[] {
  const [first, ...rest] = [...(entry.transforms ?? []), change];
  return first ? [first, ...rest.slice(1 - TRANSFORMS_KEPT)] : [];
}

export function entriesOf(list: readonly Entry[]): Entries {
  return Object.fromEntries(list.map((entry) => [entry.key, entry]));
}

/** Labels and ceiling of what was made of several entries: all labels, the lowest ceiling. */
export function labelsOf(sources: readonly Entry[]): Pick<Entry, "labels" | "ceiling"> {
  const labels = [...new Set(sources.flatMap((entry) => entry.labels ?? []))].sort();
  const ceilings = sources.flatMap(({ ceiling }) => (ceiling === undefined ? [] : [ceiling]));
  return {
    ...(labels.length > 0 ? { labels } : {}),
    ...(ceilings.length > 0 ? { ceiling: Math.min(...ceilings) } : {}),
  };
}

/** Bytes with each value counted once, whatever number of keys it stands under. */
export function uniqueBytes(entries: readonly Entry[]): number {
  const sizes = new Map(entries.map(({ hash, bytes, packed }) => [hash, packed?.bytes ?? bytes]));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}
