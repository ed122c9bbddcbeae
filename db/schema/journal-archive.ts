import { customType, integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/**
 * Journals of trees that ended long ago, instead of their rows in `journal`: a row holds about a megabyte of them as
 * zstd, so most trees have one.
 */
export const journalArchive = pgTable(
  "journal_archive",
  {
    treeId: uuid("tree_id").notNull(),
    firstSeq: integer("first_seq").notNull(),
    lastSeq: integer("last_seq").notNull(),
    packed: bytea("packed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.treeId, table.firstSeq] })],
);
