import { setImmediate } from "node:timers/promises";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { RetryRunsInput } from "../inputs-retry.ts";
import type { Caller } from "../types.ts";
import type { RetriedRuns, RetryPreview } from "../types-retry.ts";
import { beginFork } from "./fork.ts";
import { planRetry } from "./retry-plan.ts";

/** For each run what a retry would reuse and do again, or why it would not be retried. Starts nothing. */
export async function retryPreview(
  services: Services,
  caller: Caller,
  { ids, from }: RetryRunsInput,
): Promise<RetryPreview> {
  authorize(caller, "run.read");
  const data: RetryPreview["data"][number][] = [];
  for (const id of new Set(ids)) {
    await setImmediate();
    const plan = await planRetry(services, caller.actor, id, from);
    data.push(
      plan.kind === "not"
        ? { id, why: plan.why, from: null, totals: null }
        : { id, why: null, from: plan.from, totals: plan.derived.start.plan.totals },
    );
  }
  return { data };
}

/** Starts a new tree for each that can be retried; what cannot says why and keeps no other from it. */
export async function retryRuns(
  services: Services,
  caller: Caller,
  { ids, from }: RetryRunsInput,
): Promise<RetriedRuns> {
  authorize(caller, "run.retry");
  const data: RetriedRuns["data"][number][] = [];
  for (const id of new Set(ids)) {
    // What is worked out for one tree is worked out at once: between two, others get their turn.
    await setImmediate();
    data.push(await retryOne(services, caller, id, from));
  }
  return { data };
}

async function retryOne(
  services: Services,
  caller: Caller,
  id: string,
  from: RetryRunsInput["from"],
): Promise<RetriedRuns["data"][number]> {
  const plan = await planRetry(services, caller.actor, id, from);
  if (plan.kind === "not") return { id, startedId: null, why: plan.why };
  try {
    const started = await beginFork(services, caller, plan.derived, {
      id,
      demo: plan.found.tree.demo,
      action: "run.retry",
      key: plan.key,
      detail: `${id}, from ${plan.from === "start" ? "its start" : "what failed"}`,
    });
    return { id, startedId: started.id, why: null };
  } catch (error) {
    if (error instanceof ServiceError) return { id, startedId: null, why: error.message };
    services.log.error({ err: error, id }, "a retry could not be started");
    return { id, startedId: null, why: "It is not known whether it was retried: look at the list." };
  }
}
