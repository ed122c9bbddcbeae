import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { TopUpInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";

/** Raises limits of the account that a run counts in; what they had refused goes on. */
export async function topUpRun(
  services: Services,
  caller: Caller,
  { id, activeMs, ...amounts }: TopUpInput,
): Promise<RunSummary> {
  authorize(caller, "run.topUp");
  const time = activeMs === undefined ? {} : { activeMs };
  const detail = Object.entries({ ...amounts, ...time }).map(([name, amount]) => `${name} +${amount}`);
  return await commandRun(services, caller, {
    id,
    action: "run.topUp",
    detail: detail.join(", "),
    command: ({ run }) => ({ type: "topUp", run: run.no, amounts, ...time, actor: caller.actor }),
  });
}
