import type { Sql, Transaction } from "../client.ts";

/** How far loading or removing the demo data has come. Kept in the database: a new process goes on from there. */
export type DemoState = {
  readonly phase: "loading" | "loaded" | "removing";
  /** Instant that everything of the past is seen from. */
  readonly now: number;
  readonly done: number;
  readonly total: number;
};

const KEY = "demo";

export async function readDemoState(sql: Sql): Promise<DemoState | null> {
  const [row] = await sql<{ value: string }[]>`select value from settings where key = ${KEY}`;
  return row ? (JSON.parse(row.value) as DemoState) : null;
}

/** As `readDemoState`; nobody else changes it until the transaction ends. */
export async function lockDemoState(tx: Transaction): Promise<DemoState | null> {
  const [row] = await tx<{ value: string }[]>`select value from settings where key = ${KEY} for update`;
  return row ? (JSON.parse(row.value) as DemoState) : null;
}

/** `false` = there is one already. */
export async function beginDemo(tx: Transaction, state: DemoState): Promise<boolean> {
  const rows = await tx`
    insert into settings (key, value) values (${KEY}, ${JSON.stringify(state)}) on conflict do nothing returning key`;
  return rows.length > 0;
}

export async function writeDemoState(tx: Transaction, state: DemoState | null): Promise<void> {
  if (state) await tx`update settings set value = ${JSON.stringify(state)} where key = ${KEY}`;
  else await tx`delete from settings where key = ${KEY}`;
}

export type DemoFound = {
  readonly state: DemoState | null;
  readonly trees: number;
  readonly workflows: number;
};

/** The state and what is there, as of one moment. */
export async function readDemo(sql: Sql): Promise<DemoFound> {
  const [row] = await sql<{ value: string | null; trees: number; workflows: number }[]>`
    select (select value from settings where key = ${KEY}) as value,
      (select count(*)::int from trees where demo) as trees,
      (select count(*)::int from workflows where demo) as workflows`;
  const { value = null, trees = 0, workflows = 0 } = row ?? {};
  return { state: value === null ? null : (JSON.parse(value) as DemoState), trees, workflows };
}

/** Demo trees that have not ended. */
export async function openDemoTrees(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from trees where demo and ended_at is null order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Demo trees that somebody started live, have ended, and are older than some hours. */
export async function oldLiveDemoTrees(
  sql: Sql,
  { startedBy, hours, limit }: { readonly startedBy: string; readonly hours: number; readonly limit: number },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from trees where demo and created_by_id = ${startedBy} and ended_at < now() - ${hours}::int * interval '1 hour'
    order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Some trees of the demo data. */
export async function someDemoTrees(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from trees where demo order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Removes trees of the demo data with everything that is theirs alone; others' ids are left alone. An owner that still
 * has one in memory is fenced by its next append.
 */
export async function removeDemoTrees(tx: Transaction, ids: readonly string[]): Promise<number> {
  const rows = await tx<{ id: string }[]>`
    delete from trees where demo and id = any(${[...ids]}::uuid[]) returning id`;
  const gone = rows.map(({ id }) => id);
  const hashes = await tx<{ hash: string }[]>`
    select distinct found[1] as hash
    from journal, regexp_matches(events, '"[$]blob":"([0-9a-f]{64})"', 'g') as found
    where tree_id = any(${gone}::uuid[])`;
  await tx`delete from journal where tree_id = any(${gone}::uuid[])`;
  await tx`delete from journal_archive where tree_id = any(${gone}::uuid[])`;
  await tx`delete from blob_refs where tree_id = any(${gone}::uuid[])`;
  await tx`delete from runs where tree_id = any(${gone}::uuid[])`;
  await tx`delete from snapshots where tree_id = any(${gone}::uuid[])`;
  await tx`delete from snapshot_runs where tree_id = any(${gone}::uuid[])`;
  await tx`delete from task_logs where tree_id = any(${gone}::uuid[])`;
  await tx`delete from breaker_waits where tree_id = any(${gone}::uuid[])`;
  await tx`
    update workspace_events set kind = 'forgotten', status = null, detail = null
    where demo and subject = any(${gone}::text[])`;
  if (hashes.length > 0)
    await removeUnusedBlobs(
      tx,
      hashes.map(({ hash }) => hash),
    );
  return gone.length;
}

/**
 * The lock keeps appends from naming a blob that is about to go; what they wait for is short. Who names a value that is
 * not counted only the text of journals tells, so it stays where some are packed.
 */
async function removeUnusedBlobs(tx: Transaction, hashes: readonly string[]): Promise<void> {
  await tx`lock table blobs in share row exclusive mode`;
  await tx`
    delete from blobs b where b.hash = any(${[...hashes]}::text[])
      and not exists (select from blob_refs r where r.hash = b.hash)
      and (b.counted or not exists (select from journal_archive))
      and not exists (select from journal j where j.events like '%' || b.hash || '%')`;
}

/** Says that a revision of a demo workflow was published at an instant; `false` = the workflow is not of the demo data. */
export async function dateDemoRevision(
  tx: Transaction,
  { slug, revision, at }: { readonly slug: string; readonly revision: number; readonly at: number },
): Promise<boolean> {
  const rows = await tx`
    update revisions r set created_at = ${new Date(at)} from workflows w
    where w.slug = r.slug and w.demo and r.slug = ${slug} and r.revision = ${revision} returning r.slug`;
  return rows.length > 0;
}

/** Workflows of the demo data with their revisions. */
export async function removeDemoWorkflows(tx: Transaction): Promise<string[]> {
  const rows = await tx<{ slug: string }[]>`select slug from workflows where demo for update`;
  const slugs = rows.map(({ slug }) => slug);
  await tx`delete from revisions where slug = any(${slugs}::text[])`;
  await tx`delete from workflows where slug = any(${slugs}::text[])`;
  await tx`
    update workspace_events set kind = 'forgotten', detail = null where demo and subject = any(${slugs}::text[])`;
  return slugs;
}

/** Which agents: those of these ids that this one has registered. Neither alone tells, for people choose both. */
export type AgentsOf = { readonly ids: readonly string[]; readonly createdBy: string };

const ofThem = (sql: Sql, { ids, createdBy }: AgentsOf) =>
  sql`id = any(${[...ids]}::text[]) and created_by = ${createdBy}`;

export async function demoAgentIds(tx: Transaction, of: AgentsOf): Promise<readonly string[]> {
  const rows = await tx<{ id: string }[]>`select id from agents where ${ofThem(tx, of)}`;
  return rows.map(({ id }) => id);
}

/** Removes agents, and what is known of their breakers. */
export async function removeDemoAgents(tx: Transaction, of: AgentsOf): Promise<void> {
  await tx`
    with gone as (delete from agents where ${ofThem(tx, of)} returning id)
    delete from breakers b using gone where b.kind = 'agent' and b.resource = gone.id`;
}
