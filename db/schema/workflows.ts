import { boolean, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const workflows = pgTable("workflows", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull().default(""),
  /** Of the demo data: its runs are too. */
  demo: boolean("demo").notNull().default(false),
  /** Revision that new runs take; 0 = none, there is only a draft. */
  publishedRevision: integer("published_revision").notNull(),
  /** A graph that nobody runs until it is published; null = there is none. */
  draftGraph: text("draft_graph"),
  draftHash: text("draft_hash"),
  /** How many nodes it has, if it has any by its shape. */
  draftNodes: integer("draft_nodes"),
  /** `Pins` as JSON: results that nodes give without being done when the draft is tried out. No revision ever has them. */
  draftPins: text("draft_pins"),
  /** Revision that was published when the draft was begun; null = not known. */
  draftFrom: integer("draft_from"),
  draftBy: text("draft_by"),
  draftAt: timestamp("draft_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});
