import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { users } from "./users.ts";

export const apiTokens = pgTable("api_tokens", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  /** SHA-256 of the whole token; the token itself is shown once and never stored. */
  hash: text("hash").notNull().unique(),
  /** At most; a token never has more than its creator has at the moment. */
  role: text("role").notNull(),
  /** Absent = made by the server itself, for this machine. */
  createdBy: uuid("created_by").references(() => users.id, { onDelete: "cascade" }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp("expires_at", { withTimezone: true }),
  lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
  /** The socket's, at the last use. */
  lastUsedAddress: text("last_used_address"),
});
