import type { Sql } from "#db/client";
import { insertAudit } from "#db/queries/insert-audit";
import type { Action } from "./authorize.ts";
import type { Caller } from "./types.ts";

/** Who did what. Pass the transaction of the act, or the pool once a host has acknowledged a command. */
export async function audit(
  sql: Sql,
  caller: Caller,
  action: Action,
  object: string,
  detail?: string,
): Promise<void> {
  await insertAudit(sql, {
    actor: caller.actor,
    action,
    object,
    ...(detail === undefined ? {} : { detail }),
  });
}
