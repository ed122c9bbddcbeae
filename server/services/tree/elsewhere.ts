import { readHeads } from "#db/queries/read-heads";
import { atIntervals } from "../at-intervals.ts";
import type { Services } from "../context.ts";
import type { TreeFeed } from "./feed.ts";

/**
 * All trees that another process owns are looked at this often, in one statement. A notification at each of its commits
 * would tell sooner by half of this, and every commit of every tree would pay for the few that somebody watches.
 */
const EVERY_MS = 50;

/** Commits of this process come by themselves; what others commit has to be looked for. Returns how to stop. */
export function watchElsewhere(
  services: Pick<Services, "db" | "host" | "log">,
  feeds: () => Iterable<TreeFeed>,
): () => void {
  async function look(): Promise<void> {
    const watched = new Map<string, TreeFeed>();
    for (const feed of feeds()) {
      if (feed.isWatched && feed.isOpen && !services.host.owner(feed.treeId)) watched.set(feed.treeId, feed);
    }
    if (watched.size === 0) return;
    const heads = await readHeads(services.db.sql, [...watched.keys()]);
    await Promise.all(
      heads.map(async (found) => {
        const feed = watched.get(found.id);
        if (feed?.differsFrom(found)) await feed.sync();
      }),
    );
  }
  return atIntervals(EVERY_MS, look, (error) =>
    services.log.warn({ err: error }, "trees of other processes could not be read"),
  );
}
