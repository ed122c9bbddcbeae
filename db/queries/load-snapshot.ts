import { type Database, withTransaction } from "../client.ts";

export type Snapshot = {
  readonly seq: number;
  readonly version: number;
  readonly state: string;
  /** In order of `no`. */
  readonly runs: readonly { readonly no: number; readonly state: string }[];
};

/** State and runs of one and the same snapshot, read in a transaction of its own. */
export async function loadSnapshot(db: Pick<Database, "sql">, treeId: string): Promise<Snapshot | null> {
  // Most trees have none, and need no transaction to learn it.
  const [present] = await db.sql`select 1 from snapshots where tree_id = ${treeId}`;
  if (!present) return null;
  return await withTransaction(
    db,
    async (tx) => {
      const [row] = await tx<{ seq: number; version: number; state: string }[]>`
        select seq, version, state from snapshots where tree_id = ${treeId}`;
      if (!row) return null;
      const runs = await tx<{ no: number; state: string }[]>`
        select no, state from snapshot_runs where tree_id = ${treeId} order by no`;
      return { ...row, runs };
    },
    "isolation level repeatable read read only",
  );
}
