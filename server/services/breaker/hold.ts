import { hold } from "#server/engine/recovery/breaker";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { BreakerHold } from "../inputs-breakers.ts";
import type { Caller } from "../types.ts";
import type { BreakerDetail } from "../types-breakers.ts";
import { changeBreaker } from "./change.ts";

/** Holds a breaker open or closed, whatever its figures say, with a reason and for a time or until it is reset. */
export async function holdBreaker(
  services: Services,
  caller: Caller,
  { id, state, reason, forMs }: BreakerHold & { readonly id: string },
): Promise<BreakerDetail> {
  authorize(caller, "breaker.hold");
  return await changeBreaker(services, caller, {
    id,
    action: "breaker.hold",
    reason,
    detail: `held ${state}${forMs === undefined ? "" : ` for ${forMs} ms`}`,
    change: (breaker, at) => {
      const until = forMs === undefined ? null : at + forMs;
      return hold(breaker, { state, reason, by: caller.actor.name, at, until });
    },
  });
}
