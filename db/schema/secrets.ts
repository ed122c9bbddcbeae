import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Encrypted values. The keys are in a file outside the database, so a dump of it opens nothing. */
export const secrets = pgTable("secrets", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull().unique(),
  /** Which key of the key file has encrypted it. */
  keyId: text("key_id").notNull(),
  /** Base64, as `sealed`, which is ciphertext and tag. */
  nonce: text("nonce").notNull(),
  sealed: text("sealed").notNull(),
  /** Hosts that it may be sent to, and kinds of nodes that may send it, as JSON lists. */
  hosts: text("hosts").notNull(),
  kinds: text("kinds").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
