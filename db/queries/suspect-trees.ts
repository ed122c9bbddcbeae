import type { Fragment, Sql } from "../client.ts";

/**
 * Up to here a lost owner is counted when the tree is claimed, so that one which ends its process before it does anything is
 * found too. From here on a process that was killed while it started counts nothing: only trials do.
 */
export const COUNTED_BY_CLAIMS = 6;

/** What a claim makes of the count of crashes; `lost` says whether the tree had an owner. */
export function claimedCrashes(sql: Sql, lost: Fragment): Fragment {
  return sql`t.crashes + case when ${lost} and t.crashes < ${COUNTED_BY_CLAIMS}::int then 1 else 0 end`;
}

/** How many crashes a suspect counts from here on: `from` at least, or just as many where all begin `afresh`. */
export type CrashCount = { readonly from: number; readonly afresh: boolean };

/** Counts no crash of trees that are held back, should their owner end before their turn: what a claim adds is taken off. One statement. */
export async function holdSuspects(
  sql: Sql,
  held: CrashCount & {
    readonly claims: readonly { readonly treeId: string; readonly epoch: number }[];
  },
): Promise<void> {
  await sql`
    update trees t set crashes = counted - case when counted <= ${COUNTED_BY_CLAIMS}::int then 1 else 0 end
    from (
      select id, epoch,
        case when ${held.afresh} then ${held.from}::int else greatest(crashes, ${held.from}::int) end as counted
      from trees join unnest(
        ${held.claims.map(({ treeId }) => treeId)}::uuid[], ${held.claims.map(({ epoch }) => epoch)}::int[]
      ) claim (id, epoch) using (id, epoch)
    ) suspect
    where t.id = suspect.id and t.epoch = suspect.epoch`;
}

/** Its turn has come: from now on the end of its owner counts, on top of so many. */
export async function trySuspect(
  sql: Sql,
  { treeId, epoch, crashes }: { readonly treeId: string; readonly epoch: number; readonly crashes: number },
): Promise<void> {
  const counted = crashes < COUNTED_BY_CLAIMS ? crashes : crashes + 1;
  await sql`update trees set crashes = ${counted}::int where id = ${treeId} and epoch = ${epoch}`;
}

/** A tree that only waits cannot be what ended its owners. */
export async function clearCrashes(
  sql: Sql,
  { treeId, epoch }: { readonly treeId: string; readonly epoch: number },
): Promise<void> {
  await sql`update trees set crashes = 0 where id = ${treeId} and epoch = ${epoch}`;
}
