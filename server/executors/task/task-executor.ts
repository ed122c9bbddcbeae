import type { TaskFacts } from "#server/engine/run/commands";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext, AttemptResult, Executor } from "#server/runtime/executor";
import type { Task } from "./define-task.ts";
import { NotJsonError, toJson } from "./json-output.ts";
import { describeIssues, failureOfAbort, failureOfThrown, messageOf, taskFailure } from "./task-failure.ts";

/** An executor of these tasks. Two tasks of one name are refused. */
export function createTaskExecutor(tasks: readonly Task[]): Executor {
  const byName = new Map<string, Task>();
  for (const task of tasks) {
    if (byName.has(task.name)) throw new Error(`two tasks are called "${task.name}"; rename one of them`);
    byName.set(task.name, task);
  }
  return executorOf((name) => byName.get(name));
}

/** An executor over a registry that may change: an attempt keeps the code that it started with. */
export function executorOf(find: (name: string) => Task | undefined): Executor {
  return {
    facts: (name) => factsOf(find(name)),
    run: async (name, input, context) => {
      const task = find(name);
      return task ? await runTask(task, input, context) : unknownTask(name);
    },
  };
}

function factsOf(task: Task | undefined): TaskFacts | undefined {
  if (!task) return undefined;
  const facts = { pure: task.pure, version: task.version };
  return task.timeoutMs === undefined ? facts : { ...facts, timeoutMs: task.timeoutMs };
}

async function runTask(task: Task, input: Json, context: AttemptContext): Promise<AttemptResult> {
  try {
    const checked = await checkedInput(task, input);
    if ("refused" in checked) return checked.refused;
    if (context.signal.aborted) return failureOfAbort(context, Date.now());
    const value = await untilAborted(async () => await task.run(checked.value, context), context.signal);
    return await checkedOutput(task, value);
  } catch (error) {
    return context.signal.aborted ? failureOfAbort(context, Date.now()) : failureOfThrown(error);
  }
}

async function checkedInput(
  task: Task,
  input: Json,
): Promise<{ value: unknown } | { refused: AttemptResult }> {
  const refuse = (why: string) => ({
    refused: permanent("TaskInputInvalid", `task "${task.name}" refuses its input: ${why}`),
  });
  try {
    const parsed = await task.input.safeParseAsync(input);
    return parsed.success ? { value: parsed.data } : refuse(describeIssues(parsed.error, "input"));
  } catch (error) {
    return refuse(messageOf(error));
  }
}

async function checkedOutput(task: Task, value: unknown): Promise<AttemptResult> {
  const refuse = (why: string) =>
    permanent("TaskOutputInvalid", `task "${task.name}" returned what it may not: ${why}`);
  try {
    const parsed = task.output
      ? await task.output.safeParseAsync(value)
      : { success: true as const, data: value };
    if (!parsed.success) return refuse(describeIssues(parsed.error, "output"));
    return { ok: true, output: toJson(parsed.data) };
  } catch (error) {
    if (error instanceof NotJsonError) return refuse(error.message);
    return refuse(messageOf(error));
  }
}

/** A handler that ignores its signal must not hold the attempt open; what it answers later is dropped. */
async function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error("stopped"));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function unknownTask(name: string): AttemptResult {
  const message = `no task is called "${name}"; define it in tasks/ or in banyan.config.ts`;
  return { ok: false, failure: { class: "definition", code: "TaskUnknown", message, retryable: false } };
}

function permanent(code: string, message: string): AttemptResult {
  return { ok: false, failure: taskFailure(code, message, false) };
}
