import { bigserial, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Written in the transaction of the act. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    /** Such as `run.start`. */
    action: text("action").notNull(),
    object: text("object").notNull(),
    detail: text("detail"),
  },
  (table) => [
    index("audit_log_at_idx").on(table.at),
    index("audit_log_actor_idx").on(table.actorId, table.id),
    index("audit_log_object_idx").on(table.object, table.id),
  ],
);
