import { bigint, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

/** A cache of the journal, never the truth: the tree's state at `seq` without its runs. */
export const snapshots = pgTable("snapshots", {
  treeId: uuid("tree_id").primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  /** Version of the state's shape; another version is refolded. */
  version: integer("version").notNull(),
  state: text("state").notNull(),
});

/** Runs of a snapshot; each snapshot writes only the runs that changed since the one before. */
export const snapshotRuns = pgTable(
  "snapshot_runs",
  {
    treeId: uuid("tree_id").notNull(),
    no: integer("no").notNull(),
    state: text("state").notNull(),
  },
  (table) => [primaryKey({ columns: [table.treeId, table.no] })],
);
