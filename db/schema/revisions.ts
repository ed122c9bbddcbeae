import { index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { workflows } from "./workflows.ts";

/** Immutable, numbered graphs. */
export const revisions = pgTable(
  "revisions",
  {
    slug: text("slug")
      .notNull()
      .references(() => workflows.slug),
    revision: integer("revision").notNull(),
    /** Hex SHA-256 of the canonical graph. */
    hash: text("hash").notNull(),
    graph: text("graph").notNull(),
    /** Number of nodes, and whether the graph can start itself (`none`, `self`): lists need not parse graphs. */
    nodes: integer("nodes").notNull(),
    recursion: text("recursion").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    createdBy: text("created_by").notNull(),
    /** What its publisher said of it. */
    note: text("note"),
  },
  (table) => [
    primaryKey({ columns: [table.slug, table.revision] }),
    index("revisions_created").on(table.createdAt),
  ],
);
