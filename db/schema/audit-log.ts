import { bigserial, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Written in the transaction of the act. */
export const auditLog = pgTable("audit_log", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
  actorKind: text("actor_kind").notNull(),
  actorId: text("actor_id").notNull(),
  actorName: text("actor_name").notNull(),
  /** Such as `run.start`. */
  action: text("action").notNull(),
  object: text("object").notNull(),
  detail: text("detail"),
});
