import { withTransaction } from "#db/client";
import { lockBreaker, saveBreaker } from "#db/queries/breakers";
import { announceToWorkspace } from "#db/queries/workspace-events";
import { type Breaker, breakerKeyOf, standingOf } from "#server/engine/recovery/breaker";
import { breakerOf, rowOf } from "#server/runtime/breakers/rows";
import { audit } from "../audit.ts";
import type { Action } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import type { BreakerDetail } from "../types-breakers.ts";
import { getBreaker } from "./get.ts";

type Act = {
  readonly id: string;
  readonly action: Action;
  readonly reason: string;
  /** What the audit log tells besides the reason. */
  readonly detail: string;
  readonly change: (breaker: Breaker, now: number) => Breaker;
};

/** What a person who may says of a breaker: changed, audited and announced in one transaction, then carried to the trees. */
export async function changeBreaker(services: Services, caller: Caller, act: Act): Promise<BreakerDetail> {
  const { id, action, reason, detail, change } = act;
  const key = breakerKeyOf(id);
  if (!key) throw new ServiceError("VALIDATION", `"${id}" names no breaker; one is kind:resource.`);
  await withTransaction(services.db, async (tx) => {
    const { now, ...row } = await lockBreaker(tx, key);
    const breaker = change(breakerOf(row), now);
    await saveBreaker(tx, rowOf(key, breaker, now));
    await audit(tx, caller, action, `breakers/${id}`, `${detail}: ${reason}`);
    const { state, until } = standingOf(breaker, now);
    await announceToWorkspace(tx, {
      kind: "breaker.changed",
      subject: id,
      actor: caller.actor,
      detail: { state, until, reason },
    });
  });
  await services.host.breakersChanged();
  return await getBreaker(services, caller, { id });
}
