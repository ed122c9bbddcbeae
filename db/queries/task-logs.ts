import type { Sql } from "../client.ts";
import type { TaskLogRecord } from "../rows.ts";

export type TaskLogDraft = Omit<TaskLogRecord, "id">;

/** In the order given. */
export async function insertTaskLogs(sql: Sql, lines: readonly TaskLogDraft[]): Promise<void> {
  await sql`
    insert into task_logs (tree_id, run_no, node_id, item, attempt, at, level, message, fields)
    select "treeId", "runNo", "nodeId", item, attempt, at, level, message, fields
    from json_to_recordset(${JSON.stringify(lines)}::text::json) as line(
      "treeId" uuid, "runNo" integer, "nodeId" text, item integer, attempt integer, at float8, level smallint,
      message text, fields text)`;
}

export type TaskLogRange = {
  readonly treeId: string;
  /** Lines of this run, and with `below` of all runs under it. */
  readonly run: number;
  readonly below: boolean;
  readonly level: number;
  /** Part of a message or of its fields, in whatever case; `null` = any. */
  readonly q: string | null;
  /** Lines after one, oldest first; or the last ones before one, newest first. */
  readonly after: number | null;
  readonly before: number | null;
  readonly limit: number;
};

export function listTaskLogs(sql: Sql, range: TaskLogRange): Promise<TaskLogRecord[]> {
  const { treeId, run, below, level, q, after, before, limit } = range;
  const pattern = q === null ? null : `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  const whole = below && run === 0;
  return sql<TaskLogRecord[]>`
    with recursive under as (
      select no from runs where tree_id = ${treeId} and no = ${run}::int and not ${whole}::boolean
      union all
      select r.no from runs r join under u on r.parent_no = u.no
      where r.tree_id = ${treeId} and ${below}::boolean
    )
    select * from task_logs
    where tree_id = ${treeId} and level >= ${level}::smallint
      and (${whole}::boolean or run_no in (select no from under))
      and (${after}::bigint is null or id > ${after}::bigint)
      and (${before}::bigint is null or id < ${before}::bigint)
      and (${pattern}::text is null or message ilike ${pattern}::text or fields ilike ${pattern}::text)
    order by ${before === null ? sql`id` : sql`id desc`} limit ${limit}`;
}
