import { sql } from "drizzle-orm";
import { boolean, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

/** Named filters of lists: of one person, or shared by all. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: uuid("id").primaryKey(),
    /** Which list it is of, such as `runs`. */
    list: text("list").notNull(),
    name: text("name").notNull(),
    ownerId: text("owner_id").notNull(),
    ownerName: text("owner_name").notNull(),
    shared: boolean("shared").notNull().default(false),
    /** Input of the list as JSON. */
    query: text("query").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("saved_views_own").on(table.list, table.ownerId, table.name).where(sql`not shared`),
    uniqueIndex("saved_views_shared").on(table.list, table.name).where(sql`shared`),
  ],
);
