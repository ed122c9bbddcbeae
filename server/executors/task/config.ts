import { isTask, type Task } from "./define-task.ts";

/** What `banyan.config.ts` exports. */
export type Config = { readonly tasks?: readonly Task[] };

/** Gives `banyan.config.ts` its types and refuses what is not a task where it stands. */
export function defineConfig(config: Config): Config {
  config.tasks?.forEach((task, index) => {
    if (!isTask(task)) throw new TypeError(`defineConfig: tasks[${index}] was not made by defineTask`);
  });
  return config;
}
