import { type Entry, storedOf } from "#server/engine/context/entry";
import { runIdOf } from "#server/engine/ids";
import type { Services } from "../context.ts";
import { iso } from "../views.ts";
import type { ContextEntry } from "./context-types.ts";
import { shownValue } from "./values.ts";

/** Labels whose values no face shows. */
const HIDDEN = new Set(["secret"]);

/** An event's entries without what no face shows. */
export function withoutHidden<C extends { readonly entries: readonly Entry[] }>(context: C): C {
  const entries = context.entries.map((entry) =>
    isHidden(entry) ? { ...entry, hash: "", value: null } : entry,
  );
  return { ...context, entries };
}

export function isHidden({ labels = [] }: Entry): boolean {
  return labels.some((label) => HIDDEN.has(label));
}

/** Where an entry is read: a run of a tree. */
export type Reading = { readonly treeId: string; readonly no: number; readonly depth: number };

export async function entryView(
  services: Pick<Services, "db">,
  { treeId, no, depth }: Reading,
  entry: Entry,
): Promise<ContextEntry> {
  const { key, hash, bytes, tokens, origin, labels = [] } = entry;
  const hidden = isHidden(entry);
  return {
    key,
    hash: hidden ? "" : hash,
    bytes,
    tokens,
    estimated: entry.estimated ?? false,
    packedBytes: entry.packed?.bytes ?? null,
    origin: { runId: runIdOf(treeId, origin.run), nodeId: origin.node ?? null },
    hop: depth - origin.depth,
    own: origin.run === no,
    at: iso(entry.at),
    expiresAt: entry.expiresAt === undefined ? null : iso(entry.expiresAt),
    priority: entry.priority ?? 0,
    labels,
    archived: entry.archived ?? false,
    transforms: (entry.transforms ?? []).map(({ did, by }) => ({ did, by })),
    value: hidden ? null : await shownValue(services, storedOf(entry)),
    hidden,
  };
}
