import { boolean, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const workflows = pgTable("workflows", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull().default(""),
  /** Of the demo data: its runs are too. */
  demo: boolean("demo").notNull().default(false),
  /** Revision that new runs take. */
  publishedRevision: integer("published_revision").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});
