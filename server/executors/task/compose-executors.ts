import type { Executor } from "#server/runtime/executor";

/** One executor over several; the first that knows a name has it. */
export function composeExecutors(...executors: readonly Executor[]): Executor {
  const owner = (task: string) =>
    executors.find((executor) => executor.facts(task) !== undefined) ?? executors.at(-1);
  const chooser = executors.find((executor) => executor.chooseAgent !== undefined);
  return {
    ...(chooser?.chooseAgent ? { chooseAgent: chooser.chooseAgent } : {}),
    facts: (task) => owner(task)?.facts(task),
    run: async (task, input, context) => {
      const executor = owner(task);
      if (executor) return await executor.run(task, input, context);
      const message = `no task is called "${task}"`;
      return { ok: false, failure: { class: "definition", code: "TaskUnknown", message, retryable: false } };
    },
  };
}
