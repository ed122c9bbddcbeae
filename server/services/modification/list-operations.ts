import { describeOperations, type OperationView } from "#server/engine/modification/operations";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";

/** Every operation that changes a graph: what it does, and its format. */
export async function listOperations(_: Services, caller: Caller): Promise<readonly OperationView[]> {
  authorize(caller, "workflow.read");
  return describeOperations();
}
