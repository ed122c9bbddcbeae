import { doublePrecision, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

/** What the processes on this database know of each resource that has failed. Instants are milliseconds since the epoch. */
export const breakers = pgTable(
  "breakers",
  {
    kind: text("kind").notNull(),
    resource: text("resource").notNull(),
    tenant: text("tenant").notNull(),
    /** What the figures say: `closed`, `open` or `halfOpen`. */
    state: text("state").notNull().default("closed"),
    failures: integer("failures").notNull().default(0),
    trips: integer("trips").notNull().default(0),
    openedAt: doublePrecision("opened_at"),
    until: doublePrecision("until"),
    /** Probes in flight, as a JSON list of `{id, until}`. */
    probes: text("probes").notNull().default("[]"),
    succeeded: integer("succeeded").notNull().default(0),
    lastFailure: text("last_failure"),
    lastFailedAt: doublePrecision("last_failed_at"),
    /** What a person says: `{state, reason, by, at, until}` as JSON. */
    forced: text("forced"),
    changedAt: doublePrecision("changed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.resource, table.tenant] })],
);
