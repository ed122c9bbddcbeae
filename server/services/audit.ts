import type { Sql } from "#db/client";
import { type AuditEntry, insertAudit } from "#db/queries/insert-audit";
import type { Action } from "./authorize.ts";
import type { Caller } from "./types.ts";

/** Who did what, to be written with the act. */
export function auditEntry(caller: Caller, action: Action, object: string, detail?: string): AuditEntry {
  return { actor: caller.actor, action, object, ...(detail === undefined ? {} : { detail }) };
}

/** Writes who did what. Pass the transaction of the act. */
export async function audit(
  tx: Sql,
  caller: Caller,
  action: Action,
  object: string,
  detail?: string,
): Promise<void> {
  await insertAudit(tx, auditEntry(caller, action, object, detail));
}
