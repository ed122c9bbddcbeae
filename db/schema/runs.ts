import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";

/**
 * Header of each run, written in the transaction of the events that changed it; only the name in `active_node` may be
 * some events old (see `trees.head`). Payloads stay in the journal:
 * the input is in event `started_seq`, output or failure in `ended_seq`.
 */
export const runs = pgTable(
  "runs",
  {
    treeId: uuid("tree_id").notNull(),
    no: integer("no").notNull(),
    parentNo: integer("parent_no"),
    nodeId: text("node_id"),
    item: integer("item"),
    depth: integer("depth").notNull(),
    /** Stable logical address, such as `root/audit[3]/self`. */
    path: text("path").notNull(),
    label: text("label"),
    slug: text("slug").notNull(),
    revision: integer("revision"),
    status: text("status").notNull(),
    activeNode: text("active_node"),
    retries: integer("retries").notNull().default(0),
    /** Places of it that wait for a person. */
    parked: integer("parked").notNull().default(0),
    /**
     * It waits for a person: for an approval, or for a word on a place that has failed. Follows from the other columns, but
     * an index on those would be written anew by nearly every update of a row; this one changes seldom.
     */
    asks: boolean("asks").notNull().default(false),
    /** What its own attempts said they used. */
    tokens: bigint("tokens", { mode: "number" }).notNull().default(0),
    costUsd: doublePrecision("cost_usd").notNull().default(0),
    /** `{code, message}` as JSON. */
    failure: text("failure"),
    /** `RowNotes` as JSON. */
    notes: text("notes"),
    startedSeq: bigint("started_seq", { mode: "number" }).notNull(),
    endedSeq: bigint("ended_seq", { mode: "number" }),
    /** Milliseconds since the epoch, as in the events. */
    startedAt: doublePrecision("started_at").notNull(),
    endedAt: doublePrecision("ended_at"),
  },
  (table) => [
    primaryKey({ columns: [table.treeId, table.no] }),
    index("runs_asking").on(table.treeId, table.no).where(sql`asks`),
  ],
);
