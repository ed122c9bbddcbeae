import { countHeld } from "#db/queries/breaker-waits";
import { listBreakers as readBreakers } from "#db/queries/breakers";
import { databaseNow } from "#db/queries/database-now";
import { breakerId } from "#server/engine/recovery/breaker";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { BreakerSummary } from "../types-breakers.ts";
import { breakerSummary } from "./views.ts";

/** Every resource that has ever failed or was held by a person, with how much waits for it. */
export async function listBreakers({ db }: Services, caller: Caller): Promise<readonly BreakerSummary[]> {
  authorize(caller, "breaker.read");
  const [rows, held, now] = await Promise.all([readBreakers(db.sql), countHeld(db.sql), databaseNow(db.sql)]);
  const counts = new Map(held.map(({ breaker, places, trees }) => [breaker, { places, trees }]));
  return rows.map((row) => breakerSummary(row, now, counts.get(breakerId(row))));
}
