/** What `banyan/tasks` gives to people who write their own tasks. */
export type { AttemptContext } from "#server/runtime/executor";
export { type Config, defineConfig } from "./config.ts";
export { defineInheritance, type Inheritance, type Inherited } from "./define-inheritance.ts";
export { defineRecovery, type Recovery } from "./define-recovery.ts";
export { defineTask, type Task } from "./define-task.ts";
export { PermanentError, TransientError } from "./task-errors.ts";
