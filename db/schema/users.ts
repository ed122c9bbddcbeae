import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  /** Case-folded. Absent for the first owner until one is set. */
  email: text("email").unique(),
  /** In PHC string format. Absent = this person signs in with links only. */
  passwordHash: text("password_hash"),
  /** `viewer`, `operator`, `editor`, `admin`, `owner`. */
  role: text("role").notNull(),
  disabledAt: timestamp("disabled_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  lastSeenAt: timestamp("last_seen_at", { withTimezone: true }),
});
