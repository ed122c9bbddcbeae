import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

/**
 * One row per tree: its owner and what lists show. An append updates it only when something of that changed, for most
 * steps the row of the journal is enough. `fillfactor` leaves room for HOT updates, and no index covers a column that
 * changes while a tree runs (`status`, `worker_id` and `next_wake_at` change seldom). Lists sort by the `settled…`
 * columns instead: they are null until the tree ends and never change afterwards.
 */
export const trees = pgTable(
  "trees",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull(),
    /** Of the root run. */
    label: text("label"),
    /** Of the demo data, which can be removed and which statistics may leave out. */
    demo: boolean("demo").notNull().default(false),
    revision: integer("revision"),
    /** `running`, `paused`, `succeeded`, `failed`, `cancelled`, `needs_attention` (quarantined). */
    status: text("status").notNull(),
    /**
     * Seq that this row and the rows of `runs` reflect. The journal may have gone on from there, by events that change
     * none of them but `active_node`.
     */
    head: bigint("head", { mode: "number" }).notNull().default(0),
    /** Raised by each new owner; an append with another epoch writes nothing. */
    epoch: integer("epoch").notNull().default(1),
    workerId: uuid("worker_id"),
    /** When an idle tree wants its owner again; null = only a command wakes it. */
    nextWakeAt: timestamp("next_wake_at", { withTimezone: true }),
    /** Owners lost since the last one that made progress. */
    crashes: integer("crashes").notNull().default(0),
    runs: integer("runs").notNull().default(0),
    failedRuns: integer("failed_runs").notNull().default(0),
    deepest: integer("deepest").notNull().default(0),
    /** Of the tree's account, with what lost calls were charged. */
    tokens: bigint("tokens", { mode: "number" }).notNull().default(0),
    costUsd: doublePrecision("cost_usd").notNull().default(0),
    /** Limits that lists and live views show beside the counts. */
    maxDepth: integer("max_depth").notNull(),
    maxRuns: integer("max_runs").notNull(),
    maxAgents: integer("max_agents"),
    /** Active time that the whole tree may take; null = no limit. */
    timeoutMs: doublePrecision("timeout_ms"),
    failure: text("failure"),
    idempotencyKey: text("idempotency_key"),
    /** Of a detached tree: the run that started it, and what happens to this one when that ends. */
    originTree: uuid("origin_tree"),
    originRun: integer("origin_run"),
    originNode: text("origin_node"),
    closePolicy: text("close_policy"),
    /** Id of the run that this tree was forked from, and the node from which on it is done anew. */
    forkedFrom: text("forked_from"),
    forkedNode: text("forked_node"),
    /** Hash of the start request: the same key with another body is refused. */
    requestHash: text("request_hash"),
    /** Name and id of who started it. */
    createdBy: text("created_by").notNull(),
    createdById: text("created_by_id").notNull().default(""),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** Instants of the root run's first and last event. */
    startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /**
     * As the tree ended; null until then. Written by the append, not generated: PostgreSQL reads the expressions of such
     * columns anew in every statement that inserts or updates a row, a quarter of what starting and ending a tree cost.
     */
    settledRuns: integer("settled_runs"),
    settledFailed: integer("settled_failed"),
    settledDepth: integer("settled_depth"),
    durationMs: doublePrecision("duration_ms"),
  },
  (table) => [
    uniqueIndex("trees_idempotency_key").on(table.idempotencyKey).where(sql`idempotency_key is not null`),
    index("trees_due").on(table.nextWakeAt).where(sql`worker_id is null and status in ('running', 'paused')`),
    index("trees_owned").on(table.workerId).where(sql`worker_id is not null`),
    index("trees_status").on(table.status, table.id),
    index("trees_slug").on(table.slug, table.id),
    index("trees_open").on(table.id).where(sql`ended_at is null`),
    index("trees_ended").on(table.endedAt, table.id).where(sql`ended_at is not null`),
    index("trees_settled_runs").on(table.settledRuns, table.id).where(sql`ended_at is not null`),
    index("trees_settled_failed").on(table.settledFailed, table.id).where(sql`ended_at is not null`),
    index("trees_settled_depth").on(table.settledDepth, table.id).where(sql`ended_at is not null`),
    index("trees_duration").on(table.durationMs, table.id).where(sql`ended_at is not null`),
    index("trees_detached").on(table.originTree, table.originRun).where(sql`origin_tree is not null`),
    index("trees_demo").on(table.id).where(sql`demo`),
  ],
);
