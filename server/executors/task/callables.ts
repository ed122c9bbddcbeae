import * as z from "zod";
import type { Executor } from "#server/runtime/executor";
import type { FindCallable } from "../agent/tools.ts";
import type { Task } from "./define-task.ts";

/** Registered tasks as agents may call them. */
export function callables(executor: Executor, find: (name: string) => Task | undefined): FindCallable {
  return (name) => {
    const task = find(name);
    if (!task) return undefined;
    return {
      description: task.description ?? task.name,
      inputSchema: z.toJSONSchema(task.input, { io: "input", unrepresentable: "any" }),
      run: (input, context) => executor.run(name, input, context),
    };
  };
}
