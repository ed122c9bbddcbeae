import { boolean, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

/** Which trees put which values: a tree never names a value that it did not put itself. */
export const blobRefs = pgTable(
  "blob_refs",
  {
    hash: text("hash").notNull(),
    treeId: uuid("tree_id").notNull(),
    /** Put as an entry of a context only: of no use once the tree has ended. */
    context: boolean("context").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.hash, table.treeId] }),
    index("blob_refs_tree_idx").on(table.treeId),
  ],
);
