import { bigint, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

/** How far each person has seen the workspace topic, by section of the sidebar. */
export const workspaceReads = pgTable(
  "workspace_reads",
  {
    userId: text("user_id").notNull(),
    section: text("section").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.section] })],
);
