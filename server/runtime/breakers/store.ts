import { type Database, withTransaction } from "#db/client";
import { type BreakerWait, replaceBreakerWaits, treesHeldBy } from "#db/queries/breaker-waits";
import { activeBreakers, lockBreaker, saveBreaker } from "#db/queries/breakers";
import { announceToWorkspace } from "#db/queries/workspace-events";
import type { TreeId } from "#server/engine/ids";
import { type Breaker, type BreakerKey, breakerId, standingOf } from "#server/engine/recovery/breaker";
import { breakerOf, rowOf } from "./rows.ts";

type Known = { readonly key: BreakerKey; readonly breaker: Breaker };

/** What a book of breakers needs of the database. */
export type BreakerStore = {
  /** Changes one breaker under its lock; what `change` answers is handed on. */
  readonly change: <T>(
    key: BreakerKey,
    change: (breaker: Breaker, now: number) => { readonly breaker: Breaker; readonly answer: T },
  ) => Promise<{ readonly breaker: Breaker; readonly answer: T }>;
  readonly active: () => Promise<readonly Known[]>;
  readonly noteWaits: (treeId: TreeId, waits: readonly BreakerWait[]) => Promise<void>;
  readonly treesHeldBy: (breaker: string) => Promise<readonly TreeId[]>;
};

const SYSTEM = { id: "breakers", name: "Breakers" };

export function createBreakerStore(db: Database): BreakerStore {
  return {
    change: (key, change) =>
      withTransaction(db, async (tx) => {
        const { now, ...row } = await lockBreaker(tx, key);
        const before = breakerOf(row);
        const { breaker, answer } = change(before, now);
        if (breaker !== before) await saveBreaker(tx, rowOf(key, breaker, now));
        const after = standingOf(breaker, now);
        if (before.state !== breaker.state)
          await announceToWorkspace(tx, {
            kind: "breaker.changed",
            subject: breakerId(key),
            actor: SYSTEM,
            detail: { state: after.state, until: after.until, reason: breaker.lastFailure },
          });
        return { breaker, answer };
      }),
    active: async () => (await activeBreakers(db.sql)).map((row) => ({ key: row, breaker: breakerOf(row) })),
    noteWaits: (treeId, waits) => withTransaction(db, (tx) => replaceBreakerWaits(tx, treeId, waits)),
    treesHeldBy: (breaker) => treesHeldBy(db.sql, breaker),
  };
}
