import { BREAKER_SETTINGS, trip } from "#server/engine/recovery/breaker";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { BreakerDetail } from "../types-breakers.ts";
import { changeBreaker } from "./change.ts";

/** Opens a breaker as if it had failed often enough: it finds the way back by its probes. */
export async function tripBreaker(
  services: Services,
  caller: Caller,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<BreakerDetail> {
  authorize(caller, "breaker.trip");
  return await changeBreaker(services, caller, {
    id,
    action: "breaker.trip",
    reason,
    detail: "tripped",
    change: (breaker, now) => trip(breaker, now, BREAKER_SETTINGS),
  });
}
