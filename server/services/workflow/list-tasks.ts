import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, ListedTask } from "../types.ts";

/** The tasks that are registered here, which nodes may call, by name. */
export async function listTasks(
  { taskNames, taskOutputs }: Pick<Services, "taskNames" | "taskOutputs">,
  caller: Caller,
): Promise<readonly ListedTask[]> {
  authorize(caller, "workflow.read");
  const outputs = new Map(Object.entries(taskOutputs()));
  return taskNames().map((name) => ({ name, output: outputs.get(name) ?? null }));
}
