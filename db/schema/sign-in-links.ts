import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { users } from "./users.ts";

/** One-time links, given out on the machine that the server runs on. */
export const signInLinks = pgTable("sign_in_links", {
  /** SHA-256 of the link's token. */
  hash: text("hash").primaryKey(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  /** `sign-in` opens a session; `reset` sets a new password. */
  purpose: text("purpose").notNull().default("sign-in"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  usedAt: timestamp("used_at", { withTimezone: true }),
});
