import { listTaskLogs } from "#db/queries/task-logs";
import type { TaskLogRecord } from "#db/rows";
import { runIdOf } from "#server/engine/ids";
import { LOG_LEVELS, type LogLevel } from "#server/engine/task-log";
import type { Json } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { LogsInput } from "../inputs-logs.ts";
import type { Caller } from "../types.ts";
import { iso } from "../views.ts";
import { findRun } from "./find-run.ts";

/** Something that a task said while it worked. */
export type LogRow = {
  readonly line: number;
  readonly runId: string;
  readonly nodeId: string;
  readonly item: number | null;
  readonly attempt: number;
  readonly at: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, Json>> | null;
};
/** In the order in which it was said. `nextCursor` goes on in the direction that was asked for. */
export type RunLogs = { readonly data: readonly LogRow[]; readonly nextCursor: string | null };

/** What tasks of a run logged, or of all runs below it too. */
export async function runLogs(
  services: Services,
  caller: Caller,
  { id, scope, level, q, after, before, limit }: LogsInput,
): Promise<RunLogs> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const rows = await listTaskLogs(services.db.sql, {
    treeId: run.treeId,
    run: run.no,
    below: scope === "subtree",
    level: LOG_LEVELS.indexOf(level),
    q: q === undefined || q === "" ? null : q,
    after: after ?? null,
    before: before ?? null,
    limit,
  });
  const last = rows.length < limit ? undefined : rows.at(-1);
  const ordered = before === undefined ? rows : rows.toReversed();
  return {
    data: ordered.map((row) => services.redactor.json(logRow(row) as unknown as Json) as unknown as LogRow),
    nextCursor: last ? String(last.id) : null,
  };
}

function logRow(row: TaskLogRecord): LogRow {
  const { id: line, treeId, runNo, nodeId, item, attempt, at, level, message, fields } = row;
  return {
    line,
    runId: runIdOf(treeId, runNo),
    nodeId,
    item,
    attempt,
    at: iso(at),
    level: LOG_LEVELS[level] ?? "info",
    message,
    fields: fields === null ? null : (JSON.parse(fields) as LogRow["fields"]),
  };
}
