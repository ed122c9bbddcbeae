import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Tries to get in, per account and per address: they must count across processes and restarts. */
export const attempts = pgTable("attempts", {
  /** `address:` and the socket's address, or `account:` and a hash of the e-mail. */
  bucket: text("bucket").primaryKey(),
  /** Within the minute that began at `since`. */
  tries: integer("tries").notNull(),
  since: timestamp("since", { withTimezone: true }).notNull(),
  /** How often in a row the bucket was full; each time it stays closed for longer. */
  blocks: integer("blocks").notNull(),
  blockedUntil: timestamp("blocked_until", { withTimezone: true }),
});
