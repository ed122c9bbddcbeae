import { parseRunId } from "#server/engine/ids";
import type { LogRow } from "#server/services/run/logs";
import { readable } from "./cut";
import { withoutMedia } from "./media";

/** Where a line was said: the run if it is to be named, the node with its item, and which try after the first. */
export function placeOfLine({ runId, nodeId, item, attempt }: LogRow, named: boolean): string {
  const run = named ? `#${parseRunId(runId)?.no ?? 0} ` : "";
  const node = item === null ? nodeId : `${nodeId}[${item}]`;
  return `${run}${node}${attempt > 1 ? ` try ${attempt}` : ""}`;
}

/** Fields of a line on one line, as far as they are text. */
export function fieldsText(fields: NonNullable<LogRow["fields"]>): string {
  const { value } = withoutMedia(readable(fields).value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Lines as text, one each. */
export function printLines(rows: readonly LogRow[]): string {
  return rows
    .map((row) => {
      const fields = row.fields ? ` ${JSON.stringify(row.fields)}` : "";
      return `${row.at} ${row.level} ${placeOfLine(row, true)} ${row.message}${fields}`;
    })
    .join("\n");
}
