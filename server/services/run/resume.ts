import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";

/** Lets a paused tree go on. */
export async function resumeRun(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunSummary> {
  authorize(caller, "run.resume");
  return await commandRun(services, caller, {
    id,
    action: "run.resume",
    command: () => ({ type: "resume", actor: caller.actor }),
    already: "NOT_PAUSED",
  });
}
