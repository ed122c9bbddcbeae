import type { RunRow, Status } from "#server/engine/live/wire";
import { type Database, withTransaction } from "../client.ts";
import type { TreeRecord } from "../rows.ts";

export type TreeWithRows = {
  /** `head` is the seq that the rows reflect. */
  readonly tree: TreeRecord;
  /** Name of the workflow now; its slug when it is gone. */
  readonly name: string;
  readonly startedAt: number;
  readonly rows: readonly RunRow[];
};

type Columns = readonly [
  number,
  number | null,
  string | null,
  number | null,
  number,
  string,
  string | null,
  string,
  number,
  number | null,
  string | null,
  number,
  number,
  string | null,
  number,
  number,
  string | null,
];

/** A tree and all its runs at one seq, read in a transaction of its own. `null` = no such tree. */
export function treeSnapshot(db: Pick<Database, "sql">, treeId: string): Promise<TreeWithRows | null> {
  return withTransaction(
    db,
    async (tx) => {
      const [found] = await tx<(TreeRecord & { workflowName: string })[]>`
        select t.*, coalesce(w.name, t.slug) as workflow_name
        from trees t left join workflows w on w.slug = t.slug where t.id = ${treeId}`;
      if (!found) return null;
      const { workflowName, ...tree } = found;
      // Arrays instead of objects: a tree may have 200,000 rows.
      const values = (await tx`
        select no, parent_no, node_id, item, depth, slug, label, status, started_at, ended_at, active_node,
          retries, parked, failure, tokens::float8, cost_usd, notes
        from runs where tree_id = ${treeId} order by no`.values()) as unknown as Columns[];
      const rows = values.map(toRow);
      return { tree, name: workflowName, startedAt: rows[0]?.startedAt ?? tree.createdAt.getTime(), rows };
    },
    "isolation level repeatable read read only",
  );
}

function toRow(columns: Columns): RunRow {
  const [
    no,
    parent,
    node,
    item,
    depth,
    slug,
    label,
    status,
    startedAt,
    endedAt,
    activeNode,
    retries,
    parked,
    failure,
    tokens,
    costUsd,
    notes,
  ] = columns;
  return {
    no,
    parent,
    node,
    item,
    depth,
    slug,
    label,
    status: status as Status,
    startedAt,
    endedAt,
    activeNode,
    retries,
    parked,
    tokens,
    costUsd,
    failure: failure === null ? null : (JSON.parse(failure) as RunRow["failure"]),
    ...(notes === null ? {} : { notes: JSON.parse(notes) as NonNullable<RunRow["notes"]> }),
  };
}
