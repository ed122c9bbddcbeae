import type { Sql } from "../client.ts";

/**
 * Writes so many root runs of the last 30 days straight into the tables: every hundredth goes on, the others have ended.
 * Sizes and durations vary, and many are equal. Ids are in the order of start.
 */
export async function insertManyRoots(sql: Sql, count: number): Promise<void> {
  await sql`
    with given as (
      select n, now() - (${count}::int - n) * (interval '30 days' / ${count}::int) as at from generate_series(1, ${count}::int) as n
    ), made as (
      select n, at, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid as id,
        case when n % 100 = 0 then (array['running', 'paused', 'needs_attention'])[1 + n / 100 % 3]
          else (array['succeeded', 'succeeded', 'succeeded', 'failed', 'cancelled'])[1 + n % 5] end as status
      from given
    ), placed as (
      insert into trees (
        id, slug, label, revision, status, head, runs, failed_runs, deepest, max_depth, max_runs, created_by, created_by_id,
        created_at, started_at, ended_at, demo, next_wake_at, failure, settled_runs, settled_failed, settled_depth, duration_ms
      )
      select id, 'workflow-' || n % 12, 'package ' || n % 997, 1, status, 3, 1 + n::bigint * 7919 % 500, n * 31 % 7, n % 9, 10, 10000,
        'person ' || n % 5, 'id-' || n % 5, at, at,
        case when n % 100 > 0 then at + (1 + n::bigint * 104729 % 9000) * interval '10 milliseconds' end,
        n % 50 = 7, now() + interval '1 year',
        case when status = 'failed' then '{"code":"TaskFailed","message":"it did"}' end,
        case when n % 100 > 0 then 1 + n::bigint * 7919 % 500 end, case when n % 100 > 0 then n * 31 % 7 end,
        case when n % 100 > 0 then n % 9 end, case when n % 100 > 0 then (1 + n::bigint * 104729 % 9000) * 10 end
      from made
    )
    insert into runs (tree_id, no, depth, path, label, slug, revision, status, started_seq, ended_seq, started_at, ended_at, failure)
    select id, 0, 0, 'root', 'package ' || n % 997, 'workflow-' || n % 12, 1,
      case when n % 100 = 0 then case when n % 200 = 0 then 'waiting' else 'running' end else status end, 1,
      case when n % 100 > 0 then 3 end, extract(epoch from at) * 1000,
      case when n % 100 > 0 then extract(epoch from at) * 1000 + (1 + n::bigint * 104729 % 9000) * 10 end,
      case when status = 'failed' then '{"code":"TaskFailed","message":"it did"}' end
    from made`;
  await sql`analyze trees`;
  await sql`analyze runs`;
}
