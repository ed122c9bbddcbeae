import { boolean, customType, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Large values by the SHA-256 of their canonical JSON; durable before an event names them. */
export const blobs = pgTable(
  "blobs",
  {
    hash: text("hash").primaryKey(),
    bytes: integer("bytes").notNull(),
    /** `null` = it is packed. */
    body: text("body"),
    /** The same text as zstd. */
    packed: bytea("packed"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** When it was last put, to within some minutes. */
    touchedAt: timestamp("touched_at", { withTimezone: true }).notNull().defaultNow(),
    /** All its uses stand in `blob_refs`; false on what is older than that table, which is never collected. */
    counted: boolean("counted").notNull().default(false),
  },
  (table) => [index("blobs_touched_idx").on(table.touchedAt)],
);
