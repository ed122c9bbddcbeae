import type { Database } from "#db/client";
import type { BanyanContender } from "./banyan.ts";
import { chainOf, chainsOf, type Workload } from "./workloads.ts";

/** What a workload left on the disk and wrote to the write-ahead log, an effectful no-op step. */
export type BytesAStep = { readonly name: string; readonly disk: number; readonly wal: number };

/** So many that what each page costs the log once after a checkpoint is shared as in a server that goes on. */
const CHAINS = 100;

async function diskBytes({ sql }: Database): Promise<number> {
  await sql`vacuum`;
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relname not like 'floor%'`;
  return row?.bytes ?? 0;
}

async function walPosition({ sql }: Database): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as bytes`;
  return row?.bytes ?? 0;
}

async function bytesOf(
  db: Database,
  banyan: BanyanContender,
  name: string,
  workloads: readonly Workload[],
): Promise<BytesAStep> {
  const disk = await diskBytes(db);
  // The position is read after the vacuum and before the next one, so that only the workload is in between.
  const wal = await walPosition(db);
  for (const workload of workloads) await banyan.run(workload);
  const written = (await walPosition(db)) - wal;
  const grown = (await diskBytes(db)) - disk;
  const steps = workloads.reduce((sum, { units }) => sum + units, 0);
  return { name, disk: grown / steps, wal: written / steps };
}

/** Bytes a step of a chain and of many chains at once, start and end of their runs included. */
export async function measureBytes(db: Database, banyan: BanyanContender): Promise<readonly BytesAStep[]> {
  const chains = Array.from({ length: CHAINS }, () => chainOf(100));
  return [
    await bytesOf(db, banyan, "W1 chains of 100", chains),
    await bytesOf(db, banyan, "W4 500 runs × 10", [chainsOf(500, 10)]),
  ];
}
