import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { SetVariableInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";
import { storedValue } from "./stored-value.ts";
/** Sets a variable that the graph of the run declares; expressions that come later see it. */
export async function setVariable(
  services: Services,
  caller: Caller,
  { id, name, value }: SetVariableInput,
): Promise<RunSummary> {
  authorize(caller, "run.setVariable");
  const { stored, blobs } = storedValue(value, "value");
  return await commandRun(services, caller, {
    id,
    action: "run.setVariable",
    detail: name,
    blobs,
    command: ({ run }) => ({ type: "setVariable", run: run.no, name, value: stored, actor: caller.actor }),
  });
}
