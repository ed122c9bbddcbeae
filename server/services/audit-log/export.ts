import { listAudit } from "#db/queries/list-audit";
import type { ExportInput } from "../access-inputs.ts";
import type { AuditRow } from "../access-types.ts";
import { auditRow } from "../access-views.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { csvLine } from "../csv.ts";
import type { Caller } from "../types.ts";

/** Newest first; more than this go out in several exports, by time. */
export const MAX_EXPORTED = 100_000;
const PAGE = 2_000;
const COLUMNS = ["id", "at", "actorKind", "actorId", "actor", "action", "object", "detail"] as const;

/** What was done, as the text of a file. */
export async function exportAudit(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { format, ...filter }: ExportInput,
): Promise<string> {
  authorize(caller, "audit.read");
  const lines = format === "csv" ? [csvLine(COLUMNS)] : [];
  for (let before: number | null = null; lines.length < MAX_EXPORTED; ) {
    const rows: readonly AuditRow[] = (await listAudit(db.sql, filter, { before, limit: PAGE })).map(
      auditRow,
    );
    for (const row of rows)
      lines.push(format === "csv" ? csvLine(COLUMNS.map((column) => row[column])) : JSON.stringify(row));
    before = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) break;
  }
  return lines.map((line) => `${line}\n`).join("");
}
