import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { ScaleInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";

/** Multiplies allowances of every depth of the tree of a run, within what the tree has; the inverse takes it back. */
export async function scaleResources(
  services: Services,
  caller: Caller,
  { id, factor, allowances }: ScaleInput,
): Promise<RunSummary> {
  authorize(caller, "run.scale");
  return await commandRun(services, caller, {
    id,
    action: "run.scale",
    detail: `${allowances.join(", ")} ×${factor}`,
    command: () => ({ type: "scaleResources", factor, allowances, actor: caller.actor }),
  });
}
