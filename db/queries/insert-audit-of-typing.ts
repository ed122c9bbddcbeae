import type { Sql } from "../client.ts";
import type { AuditEntry } from "./insert-audit.ts";

/**
 * Call it in the transaction of the act. Whoever goes on with what they did last to the same object writes one row in
 * `withinMinutes`: a draft is saved with every pause of somebody's typing.
 */
export async function insertAuditOfTyping(
  tx: Sql,
  { actor, action, object, detail }: AuditEntry,
  withinMinutes: number,
): Promise<void> {
  await tx`
    insert into audit_log (actor_kind, actor_id, actor_name, action, object, detail)
    select ${actor.kind}, ${actor.id}, ${actor.name}, ${action}, ${object}, ${detail ?? null}
    where not exists (
      select from (
        select actor_kind, actor_id, actor_name, action, at from audit_log
        where object = ${object} order by id desc limit 1
      ) as last
      where last.actor_kind = ${actor.kind} and last.actor_id is not distinct from ${actor.id}
        and last.actor_name = ${actor.name} and last.action = ${action}
        and last.at > now() - make_interval(mins => ${withinMinutes})
    )`;
}
