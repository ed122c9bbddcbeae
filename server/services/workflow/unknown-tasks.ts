import type { Graph } from "#server/engine/graph/graph";
import { suggest } from "#server/engine/graph/nearest";
import type { Services } from "../context.ts";
import type { ErrorDetail } from "../errors.ts";
import { namedTasks } from "./graph-facts.ts";

export type TaskRegistry = Pick<Services, "facts" | "taskNames">;

/** Tasks that a graph names and nobody registered here, by their places. */
export function unknownTasks({ facts, taskNames }: TaskRegistry, graph: Graph): ErrorDetail[] {
  return namedTasks(graph)
    .filter(({ task }) => facts(task) === undefined)
    .map(({ task, path }) => ({
      path,
      message: `no task is called "${task}"; ${suggest(task, taskNames())}`,
    }));
}
