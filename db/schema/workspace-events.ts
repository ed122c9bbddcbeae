import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

/**
 * Outbox of the workspace topic. A row is written in the transaction of the act and gets its `seq` from a relay once
 * that has committed, so writers never wait for each other and the seq has no gaps. Old rows are trimmed.
 */
export const workspaceEvents = pgTable(
  "workspace_events",
  {
    /** From a sequence, and of no use once there is a `seq`: so it has no key, which each event and each relay would write. */
    id: bigserial("id", { mode: "number" }).notNull(),
    seq: bigint("seq", { mode: "number" }),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    /** A `WorkspaceEventKind`. */
    kind: text("kind").notNull(),
    /** Id of the tree, slug of the workflow … */
    subject: text("subject").notNull(),
    slug: text("slug"),
    status: text("status"),
    /** Who did it; for a run, who started it. */
    actorId: text("actor_id"),
    actorName: text("actor_name"),
    /** Raised by each change of the subject: a reader drops what is older than what it knows. */
    version: bigint("version", { mode: "number" }).notNull().default(0),
    demo: boolean("demo").notNull().default(false),
    /** Further fields of the kind, as JSON. */
    detail: text("detail"),
  },
  (table) => [
    uniqueIndex("workspace_events_seq").on(table.seq).where(sql`seq is not null`),
    index("workspace_events_pending").on(table.id).where(sql`seq is null`),
    index("workspace_events_notable")
      .on(table.seq)
      .where(sql`seq is not null and kind <> 'run.started' and kind <> 'run.changed'`),
  ],
);
