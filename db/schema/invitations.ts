import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { users } from "./users.ts";

export const invitations = pgTable("invitations", {
  id: uuid("id").primaryKey(),
  /** SHA-256 of the link's token. */
  hash: text("hash").notNull().unique(),
  /** Whom it is for, in the words of who made it. */
  note: text("note"),
  role: text("role").notNull(),
  invitedBy: uuid("invited_by")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  acceptedAt: timestamp("accepted_at", { withTimezone: true }),
});
