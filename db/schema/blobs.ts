import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Large values by the SHA-256 of their canonical JSON; durable before an event names them. */
export const blobs = pgTable("blobs", {
  hash: text("hash").primaryKey(),
  bytes: integer("bytes").notNull(),
  body: text("body").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
