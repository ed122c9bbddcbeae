import { boolean, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Registered workers that `agent` nodes call, by id or by what they can do. */
export const agents = pgTable("agents", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull().default(""),
  /** `llm`, `http` or `function`. */
  kind: text("kind").notNull(),
  /** JSON list of words. */
  capabilities: text("capabilities").notNull(),
  /** Of an LLM: whose model it is, and which. */
  provider: text("provider"),
  model: text("model"),
  /** Address of an HTTP agent, or of a provider that is not at its usual place. */
  url: text("url"),
  /** Registered task of a function agent. */
  task: text("task"),
  /** Name of the secret that it signs in with. */
  secret: text("secret"),
  /** US dollars per million tokens, as JSON; null = costs nothing. */
  prices: text("prices"),
  /** Calls at a time, in each process. */
  concurrency: integer("concurrency").notNull().default(4),
  enabled: boolean("enabled").notNull().default(true),
  createdBy: text("created_by").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});
