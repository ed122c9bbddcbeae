import { type Inheritance, isInheritance } from "./define-inheritance.ts";
import { isMetric, type Metric } from "./define-metric.ts";
import { isModificationAction, type ModificationAction } from "./define-modification-action.ts";
import { isRecovery, type Recovery } from "./define-recovery.ts";
import { isTask, type Task } from "./define-task.ts";

/** What `banyan.config.ts` exports. */
export type Config = {
  readonly tasks?: readonly Task[];
  readonly inheritances?: readonly Inheritance[];
  readonly recoveries?: readonly Recovery[];
  readonly modificationActions?: readonly ModificationAction[];
  readonly metrics?: readonly Metric[];
};

/** Gives `banyan.config.ts` its types and refuses what is not a task where it stands. */
export function defineConfig(config: Config): Config {
  config.tasks?.forEach((task, index) => {
    if (!isTask(task)) throw new TypeError(`defineConfig: tasks[${index}] was not made by defineTask`);
  });
  config.inheritances?.forEach((inheritance, index) => {
    if (!isInheritance(inheritance))
      throw new TypeError(`defineConfig: inheritances[${index}] was not made by defineInheritance`);
  });
  config.recoveries?.forEach((recovery, index) => {
    if (!isRecovery(recovery))
      throw new TypeError(`defineConfig: recoveries[${index}] was not made by defineRecovery`);
  });
  config.modificationActions?.forEach((action, index) => {
    if (!isModificationAction(action))
      throw new TypeError(
        `defineConfig: modificationActions[${index}] was not made by defineModificationAction`,
      );
  });
  config.metrics?.forEach((metric, index) => {
    if (!isMetric(metric))
      throw new TypeError(`defineConfig: metrics[${index}] was not made by defineMetric`);
  });
  return config;
}
