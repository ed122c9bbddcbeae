import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const workflows = pgTable("workflows", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull().default(""),
  /** Revision that new runs take. */
  publishedRevision: integer("published_revision").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});
