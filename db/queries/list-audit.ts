import type { Sql } from "../client.ts";
import type { AuditRecord } from "../rows.ts";

/** Absent = any. */
export type AuditFilter = {
  /** Id of an actor, or a part of its name. */
  readonly actor?: string | undefined;
  /** An action, or the beginning of some, such as `run.`. */
  readonly action?: string | undefined;
  /** An object, or the beginning of some, such as `users/`. */
  readonly object?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};

/** Entries before the entry `before`, newest first. */
export function listAudit(
  sql: Sql,
  filter: AuditFilter,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<AuditRecord[]> {
  const actor = filter.actor ?? null;
  const action = filter.action ?? null;
  const object = filter.object ?? null;
  const from = filter.from ?? null;
  const to = filter.to ?? null;
  return sql<AuditRecord[]>`
    select * from audit_log
    where (${before}::bigint is null or id < ${before}::bigint)
      and (${actor}::text is null or actor_id = ${actor} or position(lower(${actor}) in lower(actor_name)) > 0)
      and (${action}::text is null or starts_with(action, ${action}))
      and (${object}::text is null or starts_with(object, ${object}))
      and (${from}::timestamptz is null or at >= ${from}::timestamptz)
      and (${to}::timestamptz is null or at < ${to}::timestamptz)
    order by id desc limit ${limit}`;
}
