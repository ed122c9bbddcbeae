import { type Amount, amountOf, type Entry } from "./entry.ts";
import { isForbidden } from "./labels.ts";
import type { Fate, Line } from "./receipt.ts";

/** One entry on its way into a child. */
export type Item = {
  /** What the parent has; `null` for what the hand-off itself made. */
  readonly source: Entry | null;
  entry: Entry;
  state: "open" | "kept" | "dropped";
  did: Fate;
  by: string;
  why?: string;
  to?: string;
  pinned: boolean;
  /** The task or the constraints: no rule takes them away, hides them or puts another in their place. */
  sacred: boolean;
  /** An allowance left no room for it. */
  crowdedOut?: true;
};

/** A child's context in the making: every entry of the parent, what is decided about it, and by whom. */
export class Draft {
  readonly items: Item[];
  readonly depth: number;

  constructor(entries: readonly Entry[], depth: number) {
    this.depth = depth;
    this.items = entries.map((entry) => ({
      source: entry,
      entry,
      state: "open",
      did: "kept",
      by: "",
      pinned: false,
      sacred: false,
    }));
  }

  /** Entries that may cross: neither dropped nor held back by their labels. */
  live(): Item[] {
    return this.items.filter((item) => item.state !== "dropped" && !this.isForbidden(item));
  }

  at(key: string): Item | undefined {
    return this.live().find(({ entry }) => entry.key === key);
  }

  isForbidden({ entry }: Item): boolean {
    return isForbidden(entry, this.depth);
  }

  keep(item: Item, by: string): void {
    item.state = "kept";
    item.by ||= by;
  }

  drop(item: Item, by: string, why?: string): void {
    item.state = "dropped";
    item.did = "dropped";
    item.by = by;
    if (why !== undefined) item.why = why;
  }

  /** Another value or name for an item; what stood under that name is dropped. `false` = that is sacred. */
  change(item: Item, entry: Entry, did: Fate, by: string): boolean {
    const replaced = this.items.filter(
      (other) => other !== item && other.state !== "dropped" && other.entry.key === entry.key,
    );
    if (replaced.some(({ sacred }) => sacred)) return false;
    for (const other of replaced) this.drop(other, by, `replaced by ${item.entry.key}`);
    item.entry = entry;
    item.did = did;
    item.by = by;
    return true;
  }

  add(entry: Entry, by: string): Item {
    const item: Item = { source: null, entry, state: "kept", did: "added", by, pinned: false, sacred: false };
    if (this.change(item, entry, "added", by)) this.items.push(item);
    return item;
  }

  entries(): Entry[] {
    return this.items.filter(({ state }) => state === "kept").map(({ entry }) => entry);
  }

  /** One line for each entry that was not simply kept by `silent`, the strategy itself. */
  lines(silent: string): Line[] {
    return this.items.flatMap((item) => lineOf(item, silent) ?? []);
  }
}

function lineOf(item: Item, silent: string): Line | null {
  const { source, entry, state, did, by, why, to } = item;
  const kept = state === "kept";
  if (!source && !kept) return null;
  if (source && kept && did === "kept" && by === silent) return null;
  const renamed = source && kept && entry.key !== source.key ? entry.key : to;
  const before: Amount | null = source && amountOf(source);
  return {
    key: source?.key ?? entry.key,
    did,
    by,
    ...(why === undefined ? {} : { why }),
    ...(renamed === undefined ? {} : { to: renamed }),
    ...(before ? { before } : {}),
    ...(kept ? { after: amountOf(entry) } : {}),
  };
}
