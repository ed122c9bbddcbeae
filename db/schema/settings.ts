import { pgTable, text } from "drizzle-orm/pg-core";

/** Facts of this database, such as its `incarnation`. */
export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});
