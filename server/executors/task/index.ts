/** What `banyan/tasks` gives to people who write their own tasks. */
export type { Graph, GraphNode } from "#server/engine/graph/graph";
export type { Operation } from "#server/engine/modification/schemas";
export type { AttemptContext } from "#server/runtime/executor";
export { type Config, defineConfig } from "./config.ts";
export { defineInheritance, type Inheritance, type Inherited } from "./define-inheritance.ts";
export { defineMetric, type Metric } from "./define-metric.ts";
export {
  defineModificationAction,
  type ModificationAction,
} from "./define-modification-action.ts";
export { defineRecovery, type Recovery } from "./define-recovery.ts";
export { defineTask, type Task } from "./define-task.ts";
export { PermanentError, TransientError } from "./task-errors.ts";
