import { listAudit } from "#db/queries/list-audit";
import type { AuditInput } from "../access-inputs.ts";
import type { AuditRow } from "../access-types.ts";
import { auditRow } from "../access-views.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, Page } from "../types.ts";

/** What was done, newest first. */
export async function auditPage(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { cursor, limit, ...filter }: AuditInput,
): Promise<Page<AuditRow>> {
  authorize(caller, "audit.read");
  const before = cursor == null ? null : Number(cursor);
  const rows = await listAudit(db.sql, filter, { before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const more = rows.length > limit ? page.at(-1)?.id : undefined;
  return { data: page.map(auditRow), nextCursor: more === undefined ? null : String(more) };
}
