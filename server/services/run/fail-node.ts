import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { FailNodeInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";

/** Lets a node that is open fail: what its recovery says of failures follows, as if it had failed by itself. */
export async function failNode(
  services: Services,
  caller: Caller,
  { id, node, item, reason }: FailNodeInput,
): Promise<RunSummary> {
  authorize(caller, "run.settleNode");
  return await commandRun(services, caller, {
    id,
    action: "run.settleNode",
    detail: `fail ${node}${item === undefined ? "" : `[${item}]`}`,
    command: ({ run }) => ({
      type: "failNode",
      run: run.no,
      node,
      actor: caller.actor,
      ...(item === undefined ? {} : { item }),
      ...(reason === undefined ? {} : { reason }),
    }),
  });
}
