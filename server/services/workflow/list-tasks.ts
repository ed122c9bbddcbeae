import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";

/** Names of the tasks that are registered here, which nodes may call. */
export async function listTasks(
  { taskNames }: Pick<Services, "taskNames">,
  caller: Caller,
): Promise<readonly string[]> {
  authorize(caller, "workflow.read");
  return taskNames();
}
