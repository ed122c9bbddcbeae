import { doublePrecision, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

/** Places that breakers hold, for readers and for whoever lets them go. The journal alone decides what a tree does. */
export const breakerWaits = pgTable(
  "breaker_waits",
  {
    treeId: uuid("tree_id").notNull(),
    runNo: integer("run_no").notNull(),
    nodeId: text("node_id").notNull(),
    /** -1 = the node itself. */
    item: integer("item").notNull(),
    breaker: text("breaker").notNull(),
    since: doublePrecision("since").notNull(),
    until: doublePrecision("until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.treeId, table.runNo, table.nodeId, table.item] }),
    index("breaker_waits_breaker").on(table.breaker),
  ],
);
