import type { Run } from "../shapes.ts";
import { type Forest, newForest, plant, type Status, settle } from "./forest.ts";

const ENDED = ["succeeded", "failed", "cancelled"] as const;

/** A forest of rows as `GET /runs/{id}/tree` gives them: parents before children. */
export function fromRows(rows: readonly Run[]): Forest {
  const forest = newForest();
  for (const row of rows) plantRow(forest, row);
  return forest;
}

function plantRow(forest: Forest, row: Run): void {
  const startedAt = Date.parse(row.startedAt ?? "") || 0;
  const label = row.label || row.workflow;
  const parentId = forest.root === null ? null : row.parentId;
  const branch = plant(forest, { id: row.id, parentId, depth: row.depth, label, startedAt });
  if (!branch) return;
  const status = ENDED.find((each) => each === row.status);
  const failure = row.failure ? `${row.failure.code}: ${row.failure.message}` : null;
  if (status) settle(forest, branch, { status, at: Date.parse(row.endedAt ?? "") || startedAt, failure });
  else branch.status = row.status as Status;
}
