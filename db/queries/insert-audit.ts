import type { Actor } from "#server/engine/run/events";
import type { Sql } from "../client.ts";

export type AuditEntry = {
  readonly actor: Actor;
  /** Such as `run.start`. */
  readonly action: string;
  /** Address of what was acted on. */
  readonly object: string;
  readonly detail?: string;
};

/** Call it in the transaction of the act. */
export async function insertAudit(tx: Sql, { actor, action, object, detail }: AuditEntry): Promise<void> {
  await tx`
    insert into audit_log (actor_kind, actor_id, actor_name, action, object, detail)
    values (${actor.kind}, ${actor.id}, ${actor.name}, ${action}, ${object}, ${detail ?? null})`;
}
