import { bigint, doublePrecision, index, integer, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";

/** What tasks said while they worked, beside the journal: written when it can be, kept as long as the tree. */
export const taskLogs = pgTable(
  "task_logs",
  {
    /** In the order in which it was said, within a tree. */
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    treeId: uuid("tree_id").notNull(),
    runNo: integer("run_no").notNull(),
    nodeId: text("node_id").notNull(),
    item: integer("item"),
    attempt: integer("attempt").notNull(),
    /** Milliseconds since the epoch, by the clock of the process that ran the task. */
    at: doublePrecision("at").notNull(),
    /** Index into the levels, `debug` = 0. */
    level: smallint("level").notNull(),
    message: text("message").notNull(),
    /** JSON object; null = none. */
    fields: text("fields"),
  },
  (table) => [index("task_logs_tree").on(table.treeId, table.id)],
);
