import { type NamedTask, namedTasks, spareTasks } from "#server/engine/graph/facts";
import type { Graph } from "#server/engine/graph/graph";
import { suggest } from "#server/engine/graph/nearest";
import type { Services } from "../context.ts";
import type { ErrorDetail } from "../errors.ts";

export type TaskRegistry = Pick<Services, "facts" | "taskNames">;

/** Tasks that are the work of nodes and that nobody registered here, by their places. */
export function unknownTasks(registry: TaskRegistry, graph: Graph): ErrorDetail[] {
  return unknownOf(registry, namedTasks(graph));
}

/** The same for tasks that are called only when something else asks for them. */
export function unknownSpareTasks(registry: TaskRegistry, graph: Graph): ErrorDetail[] {
  return unknownOf(registry, spareTasks(graph));
}

function unknownOf({ facts, taskNames }: TaskRegistry, named: readonly NamedTask[]): ErrorDetail[] {
  return named
    .filter(({ task }) => facts(task) === undefined)
    .map(({ task, path }) => ({
      path,
      message: `no task is called "${task}"; ${suggest(task, taskNames())}`,
    }));
}
