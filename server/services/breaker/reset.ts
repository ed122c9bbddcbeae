import { reset } from "#server/engine/recovery/breaker";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { BreakerDetail } from "../types-breakers.ts";
import { changeBreaker } from "./change.ts";

/** Closes a breaker, takes back what a person said of it, and lets go what it holds. */
export async function resetBreaker(
  services: Services,
  caller: Caller,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<BreakerDetail> {
  authorize(caller, "breaker.reset");
  return await changeBreaker(services, caller, {
    id,
    action: "breaker.reset",
    reason,
    detail: "reset",
    change: reset,
  });
}
