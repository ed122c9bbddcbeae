import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

/**
 * One row per tree: its head, its owner and what lists show. The only row that an append updates,
 * so `fillfactor` leaves room for HOT updates and no index covers a column that changes with every flush
 * (`status`, `worker_id` and `next_wake_at` change seldom).
 */
export const trees = pgTable(
  "trees",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull(),
    revision: integer("revision"),
    /** `running`, `paused`, `succeeded`, `failed`, `cancelled`, `needs_attention` (quarantined). */
    status: text("status").notNull(),
    /** Last committed seq of the journal. */
    head: bigint("head", { mode: "number" }).notNull().default(0),
    /** Raised by each new owner; an append with another epoch writes nothing. */
    epoch: integer("epoch").notNull().default(1),
    /** Batch that wrote `head`: settles an unknown outcome of a commit. */
    batchId: uuid("batch_id"),
    workerId: uuid("worker_id"),
    /** When an idle tree wants its owner again; null = only a command wakes it. */
    nextWakeAt: timestamp("next_wake_at", { withTimezone: true }),
    /** Owners lost since the last one that made progress. */
    crashes: integer("crashes").notNull().default(0),
    runs: integer("runs").notNull().default(0),
    failedRuns: integer("failed_runs").notNull().default(0),
    deepest: integer("deepest").notNull().default(0),
    /** Limits that lists and live views show beside the counts. */
    maxDepth: integer("max_depth").notNull(),
    maxRuns: integer("max_runs").notNull(),
    failure: text("failure"),
    idempotencyKey: text("idempotency_key"),
    /** Hash of the start request: the same key with another body is refused. */
    requestHash: text("request_hash"),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("trees_idempotency_key").on(table.idempotencyKey).where(sql`idempotency_key is not null`),
    index("trees_due").on(table.nextWakeAt).where(sql`worker_id is null and status in ('running', 'paused')`),
    index("trees_owned").on(table.workerId).where(sql`worker_id is not null`),
    index("trees_status").on(table.status, table.id),
    index("trees_slug").on(table.slug, table.id),
  ],
);
