import { type Inheritance, isInheritance } from "./define-inheritance.ts";
import { isTask, type Task } from "./define-task.ts";

/** What `banyan.config.ts` exports. */
export type Config = { readonly tasks?: readonly Task[]; readonly inheritances?: readonly Inheritance[] };

/** Gives `banyan.config.ts` its types and refuses what is not a task where it stands. */
export function defineConfig(config: Config): Config {
  config.tasks?.forEach((task, index) => {
    if (!isTask(task)) throw new TypeError(`defineConfig: tasks[${index}] was not made by defineTask`);
  });
  config.inheritances?.forEach((inheritance, index) => {
    if (!isInheritance(inheritance))
      throw new TypeError(`defineConfig: inheritances[${index}] was not made by defineInheritance`);
  });
  return config;
}
