import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { RetryNodeInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";
import { storedValue } from "./stored-value.ts";
/** Does the work of an open place again, with another input where one is given. An ended run stays ended: fork it. */
export async function retryNode(
  services: Services,
  caller: Caller,
  { id, node, item, input }: RetryNodeInput,
): Promise<RunSummary> {
  authorize(caller, "run.retryNode");
  const value = input === undefined ? null : storedValue(input, "input");
  return await commandRun(services, caller, {
    id,
    action: "run.retryNode",
    detail: `${node}${item === undefined ? "" : `[${item}]`}`,
    ...(value ? { blobs: value.blobs } : {}),
    command: ({ run }) => ({
      type: "retryNode",
      run: run.no,
      node,
      actor: caller.actor,
      ...(item === undefined ? {} : { item }),
      ...(value ? { input: value.stored } : {}),
    }),
  });
}
