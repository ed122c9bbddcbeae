import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";

/** Pauses the tree of a run: what works finishes, nothing new starts. */
export async function pauseRun(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunSummary> {
  authorize(caller, "run.pause");
  return await commandRun(services, caller, {
    id,
    action: "run.pause",
    command: () => ({ type: "pause", actor: caller.actor }),
    already: "ALREADY_PAUSED",
  });
}
