import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { SignalInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";
import { storedValue } from "./stored-value.ts";
/** Sends a signal to a wait: of a node, or by name. Sent to a root run, a name reaches the whole tree. */
export async function signalRun(services: Services, caller: Caller, input: SignalInput): Promise<RunSummary> {
  authorize(caller, "run.signal");
  const { stored, blobs } = storedValue(input.payload, "payload");
  const to = input.node === undefined ? { name: input.name ?? "" } : { node: input.node };
  return await commandRun(services, caller, {
    id: input.id,
    action: "run.signal",
    detail: input.node ?? input.name ?? "",
    blobs,
    command: ({ run }) => ({ type: "signal", run: run.no, to, payload: stored, actor: caller.actor }),
  });
}
