import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { watchElsewhere } from "./elsewhere.ts";
import { type Committed, TreeFeed } from "./feed.ts";

/** A feed that nobody watches is kept for a moment: a reload comes back to it. */
const LINGER_MS = 10_000;

type Entry = {
  readonly opening: Promise<TreeFeed | null>;
  feed: TreeFeed | null;
  early: Committed[];
  idleSince: number;
};

/** The live feeds of this process: one per watched tree. */
export type TreeFeeds = {
  /** Authorises, then opens or joins the feed of a tree; `null` = no such tree. Throws FORBIDDEN. */
  readonly open: (caller: Caller, treeId: string) => Promise<TreeFeed | null>;
  /** Compares every watched feed with the database and lets go of feeds that nobody watches. */
  readonly tend: (now: number) => Promise<void>;
  readonly close: () => void;
};

export function createTreeFeeds(services: Services): TreeFeeds {
  const entries = new Map<string, Entry>();
  const stopListening = services.host.onCommitted((treeId, commit) => {
    const entry = entries.get(treeId);
    if (entry?.feed) entry.feed.take(commit);
    else entry?.early.push(commit);
  });

  function enter(treeId: string): Entry {
    const entry: Entry = {
      opening: begin(treeId),
      feed: null,
      early: [],
      idleSince: Number.POSITIVE_INFINITY,
    };
    entries.set(treeId, entry);
    return entry;
  }

  async function begin(treeId: string): Promise<TreeFeed | null> {
    // Entered before the snapshot is read, so that no commit falls between the two.
    await Promise.resolve();
    const feed = await TreeFeed.open(services, treeId).catch((error: unknown) => {
      entries.delete(treeId);
      throw error;
    });
    const entry = entries.get(treeId);
    if (!feed || !entry) {
      entries.delete(treeId);
      return feed;
    }
    entry.feed = feed;
    for (const commit of entry.early.splice(0)) feed.take(commit);
    return feed;
  }

  function drop(treeId: string, feed: TreeFeed): void {
    feed.close();
    entries.delete(treeId);
  }

  async function tendOne(treeId: string, entry: Entry, now: number): Promise<void> {
    const { feed } = entry;
    if (!feed) return;
    entry.idleSince = feed.isWatched ? Number.POSITIVE_INFINITY : Math.min(entry.idleSince, now);
    if (feed.isOver || now - entry.idleSince > LINGER_MS) drop(treeId, feed);
    else if (feed.isWatched) await feed.sync();
  }

  const stopLooking = watchElsewhere(services, function* () {
    for (const { feed } of entries.values()) if (feed) yield feed;
  });

  return {
    open: async (caller, treeId) => {
      authorize(caller, "run.read");
      const known = entries.get(treeId);
      return await (known && !known.feed?.isOver ? known : enter(treeId)).opening;
    },
    tend: async (now) => {
      for (const [treeId, entry] of entries) await tendOne(treeId, entry, now);
    },
    close: () => {
      stopLooking();
      stopListening();
      for (const [treeId, { feed }] of entries) if (feed) drop(treeId, feed);
    },
  };
}
