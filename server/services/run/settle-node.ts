import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { SettleNodeInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";
import { storedValue } from "./stored-value.ts";
/** Gives a node its output by hand, and the run goes on from there. */
export async function settleNode(
  services: Services,
  caller: Caller,
  input: SettleNodeInput,
): Promise<RunSummary> {
  authorize(caller, "run.settleNode");
  const { stored, blobs } = storedValue(input.output, "output");
  const { id, node, how, item, port } = input;
  return await commandRun(services, caller, {
    id,
    action: "run.settleNode",
    detail: `${how} ${node}${item === undefined ? "" : `[${item}]`}`,
    blobs,
    command: ({ run }) => ({
      type: "settleNode",
      run: run.no,
      node,
      how,
      output: stored,
      actor: caller.actor,
      ...(item === undefined ? {} : { item }),
      ...(port === undefined ? {} : { port }),
    }),
  });
}
