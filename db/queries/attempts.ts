import type { Sql } from "../client.ts";

/** Seconds that a full bucket stays closed the first time; it doubles each time in a row, up to `LONGEST_S`. */
const FIRST_S = 60;
const LONGEST_S = 900;

/**
 * Counts a try before it is made, so that many at once are all counted. Answers 0 when it may be made, else the
 * seconds to wait: a bucket that took `perMinute` tries closes, and for longer each time in a row.
 */
export async function takeAttempt(sql: Sql, bucket: string, perMinute: number): Promise<number> {
  const taken = await sql`
    insert into attempts as a (bucket, tries, since, blocks) values (${bucket}, 1, now(), 0)
    on conflict (bucket) do update set (tries, since, blocks, blocked_until) = (
      select n.tries, case when n.tries = 1 then now() else a.since end,
        n.blocks + (n.tries >= ${perMinute}::int)::int,
        case when n.tries >= ${perMinute}::int
          then now() + least(${FIRST_S}::int * power(2, n.blocks), ${LONGEST_S}::int) * interval '1 second' end
      from (select
        case when a.blocked_until is not null or a.since <= now() - interval '1 minute' then 1 else a.tries + 1 end as tries,
        case when coalesce(a.blocked_until, a.since) <= now() - interval '1 hour' then 0 else a.blocks end as blocks
      ) n
    ) where a.blocked_until is null or a.blocked_until <= now()
    returning 1`;
  if (taken.length > 0) return 0;
  const [row] = await sql<{ seconds: number }[]>`
    select ceil(extract(epoch from blocked_until - now()))::int as seconds from attempts where bucket = ${bucket}`;
  return Math.max(1, row?.seconds ?? 1);
}

/** A try turned out well: it does not count. */
export async function giveAttemptBack(sql: Sql, bucket: string): Promise<void> {
  await sql`
    update attempts set tries = greatest(tries - 1, 0),
      blocks = greatest(blocks - (blocked_until is not null)::int, 0), blocked_until = null
    where bucket = ${bucket}`;
}

/** Opens a bucket and all those that nobody has tried for a day. */
export async function clearAttempts(sql: Sql, bucket: string): Promise<void> {
  await sql`
    delete from attempts
    where bucket = ${bucket} or coalesce(blocked_until, since) < now() - interval '1 day'`;
}
