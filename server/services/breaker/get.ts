import { countHeld, placesHeldBy } from "#db/queries/breaker-waits";
import { getBreaker as readBreaker } from "#db/queries/breakers";
import { databaseNow } from "#db/queries/database-now";
import { breakerKeyOf } from "#server/engine/recovery/breaker";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import type { BreakerDetail } from "../types-breakers.ts";
import { breakerSummary, heldRun } from "./views.ts";

const SHOWN = 200;

/** One breaker and its blast radius. */
export async function getBreaker(
  { db }: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<BreakerDetail> {
  authorize(caller, "breaker.read");
  const key = breakerKeyOf(id);
  const row = key && (await readBreaker(db.sql, key));
  if (!row)
    throw new ServiceError("NOT_FOUND", `Nothing is known of a breaker "${id}": it has never failed.`);
  const now = await databaseNow(db.sql);
  // In this order: what is counted is listed too.
  const held = await countHeld(db.sql);
  const places = await placesHeldBy(db.sql, id, SHOWN);
  const count = held.find(({ breaker }) => breaker === id);
  return { ...breakerSummary(row, now, count), waiting: places.map(heldRun) };
}
