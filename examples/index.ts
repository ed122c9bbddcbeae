import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Json } from "#server/engine/values/json";
import type { Task } from "#server/executors/task/index";
import { deepResearchTasks } from "./deep-research/tasks.ts";
import { demoTask } from "./demo/task.ts";
import { dependencyAuditTasks } from "./dependency-audit/tasks.ts";
import { recursiveDigestTasks } from "./recursive-digest/tasks.ts";

/** A workflow that comes with the product: its graph is a file that a person can read and copy. */
export type Example = {
  readonly slug: string;
  readonly graphPath: string;
  /** As it stands in the file; not validated. */
  readonly graph: Json;
  readonly tasks: readonly Task[];
  /** An input to start it with. */
  readonly sampleInput: Json;
};

const HERE = import.meta.dirname;
const PROJECT = dirname(HERE);

export const examples: readonly Example[] = [
  example("dependency-audit", dependencyAuditTasks(PROJECT)),
  example("recursive-digest", recursiveDigestTasks),
  example("deep-research", deepResearchTasks),
];

/** Tasks of all examples and of the demo data, for the executor. */
export const exampleTasks: readonly Task[] = [...examples.flatMap((one) => one.tasks), demoTask];

function example(slug: string, tasks: readonly Task[]): Example {
  const graphPath = join(HERE, slug, "graph.json");
  return {
    slug,
    graphPath,
    graph: readJson(graphPath),
    tasks,
    sampleInput: readJson(join(HERE, slug, "input.json")),
  };
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, "utf8")) as Json;
}
