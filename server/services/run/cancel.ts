import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { CancelInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";

/** Cancels a run and everything below it. A run that was cancelled before stays as it is; an ended one is a CONFLICT. */
export async function cancelRun(
  services: Services,
  caller: Caller,
  { id, compensate = false }: CancelInput,
): Promise<RunSummary> {
  authorize(caller, "run.cancel");
  const { actor } = caller;
  return await commandRun(services, caller, {
    id,
    action: "run.cancel",
    ...(compensate ? { detail: "with compensation" } : {}),
    command: ({ run }) => ({
      type: "cancel",
      run: run.no,
      reason: `cancelled by ${actor.name}`,
      actor,
      ...(compensate ? { compensate } : {}),
    }),
    already: "RUN_SETTLED",
    holds: ({ run }) => run.status === "cancelled",
  });
}
