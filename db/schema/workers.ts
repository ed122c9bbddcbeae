import { integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Processes that may own trees. A worker whose lease ran out, by the database's clock, has lost all its trees. */
export const workers = pgTable("workers", {
  id: uuid("id").primaryKey(),
  host: text("host").notNull(),
  pid: integer("pid").notNull(),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
  leaseUntil: timestamp("lease_until", { withTimezone: true }).notNull(),
});
