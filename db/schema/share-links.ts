import { boolean, index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { trees } from "./trees.ts";
import { users } from "./users.ts";

/** Links with which one tree can be looked at without an account. */
export const shareLinks = pgTable(
  "share_links",
  {
    id: uuid("id").primaryKey(),
    treeId: uuid("tree_id")
      .notNull()
      .references(() => trees.id, { onDelete: "cascade" }),
    /** SHA-256 of the link's token. */
    hash: text("hash").notNull().unique(),
    /** Whether labels of runs, which workflows make of their inputs, are shown. */
    names: boolean("names").notNull(),
    /** Whether inputs, outputs, context and messages of failures are shown. */
    values: boolean("values").notNull(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
  },
  (table) => [index("share_links_tree").on(table.treeId)],
);
