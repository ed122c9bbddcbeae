import type { Sql } from "#db/client";
import { activeBreakers } from "#db/queries/breakers";
import { databaseNow } from "#db/queries/database-now";
import { standingOf } from "#server/engine/recovery/breaker";
import { breakerOf } from "#server/runtime/breakers/rows";
import type { HeldAgents } from "./agents.ts";

/** Agents whose breaker a person keeps open. */
export async function heldAgents(sql: Sql): Promise<HeldAgents> {
  const rows = (await activeBreakers(sql)).filter(({ kind, forced }) => kind === "agent" && forced !== null);
  if (rows.length === 0) return new Map();
  const now = await databaseNow(sql);
  return new Map(
    rows.flatMap((row) => {
      const breaker = breakerOf(row);
      const { state, forced } = standingOf(breaker, now);
      return forced && state === "open" && breaker.forced ? [[row.resource, breaker.forced] as const] : [];
    }),
  );
}
