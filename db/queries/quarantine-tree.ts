import type { Fragment, Sql } from "../client.ts";

/** Takes a tree that keeps losing its owners out of work. Raises the epoch, so nobody can append until `requeueTree`. */
export async function quarantineTree(
  sql: Sql,
  { treeId, epoch, failure }: { readonly treeId: string; readonly epoch: number; readonly failure: string },
): Promise<boolean> {
  const rows = await sql`
    with changed as (
      update trees set
        status = 'needs_attention', failure = ${failure}, worker_id = null, next_wake_at = null, epoch = epoch + 1
      where id = ${treeId} and epoch = ${epoch} and status in ('running', 'paused')
      returning *
    ), announced as (
      insert into workspace_events (kind, subject, slug, status, actor_id, actor_name, version, demo, detail)
      select 'run.attention', id::text, slug, status, created_by_id, created_by, head + epoch, demo, ${detail(sql)}
      from changed
    )
    select id from changed`;
  return rows.length > 0;
}

/** Puts a quarantined tree back to work, with a clean count of crashes. `false`: it is not in quarantine. */
export async function requeueTree(sql: Sql, treeId: string): Promise<boolean> {
  const rows = await sql`
    with changed as (
      update trees set status = 'running', failure = null, crashes = 0, next_wake_at = now(), epoch = epoch + 1
      where id = ${treeId} and status = 'needs_attention'
      returning *
    ), announced as (
      insert into workspace_events (kind, subject, slug, status, actor_id, actor_name, version, demo, detail)
      select 'run.changed', id::text, slug, status, created_by_id, created_by, head + epoch, demo, ${detail(sql)}
      from changed
    )
    select id from changed`;
  return rows.length > 0;
}

/** What the workspace shows of a run, from the row of its tree. */
function detail(sql: Sql): Fragment {
  return sql`json_build_object(
    'label', label, 'revision', revision, 'runs', runs, 'failedRuns', failed_runs, 'deepest', deepest,
    'startedAt', extract(epoch from started_at) * 1000, 'endedAt', null, 'failure', failure::json
  )::text`;
}
