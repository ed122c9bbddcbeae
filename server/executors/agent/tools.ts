import { jsonSchema, type ToolSet, tool } from "ai";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext, AttemptResult } from "#server/runtime/executor";
import { badAnswer } from "./agent-problem.ts";
import type { Meter } from "./meter.ts";
import type { ToolWatch } from "./tool-watch.ts";

/** A registered task as a model may call it. */
export type Callable = {
  readonly description: string;
  /** JSON Schema of its input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly run: (input: Json, context: AttemptContext) => Promise<AttemptResult>;
};
/** `undefined` = no task is registered under that name. */
export type FindCallable = (task: string) => Callable | undefined;

const MOST_CALLS = 200;

/** Tasks as tools. Each call has an idempotency key of its own, and its failure is an answer that the model can read. */
export function toolsOf(
  names: readonly string[],
  find: FindCallable,
  context: AttemptContext,
  meter: Meter,
  watch: ToolWatch,
): ToolSet {
  return Object.fromEntries(
    names.map((name) => {
      const callable = find(name);
      if (!callable)
        throw badAnswer(
          "TaskUnknown",
          `The node gives the agent a tool "${name}", and no such task is registered here.`,
          false,
        );
      return [
        toolName(name),
        tool({
          description: callable.description,
          inputSchema: jsonSchema<Json>(callable.inputSchema),
          execute: async (input) => {
            const result = await called(callable, input, context, meter);
            const told = watch.note(name, input, result);
            return told === null ? result : { result, note: told };
          },
        }),
      ];
    }),
  );
}

async function called(callable: Callable, input: Json, context: AttemptContext, meter: Meter): Promise<Json> {
  const count = meter.toolCalled();
  if (count > MOST_CALLS) return { error: `no more than ${MOST_CALLS} tool calls are made in one attempt` };
  const own = { ...context, idempotencyKey: `${context.idempotencyKey}:tool-${count}` };
  const result = await callable.run(input, own);
  return result.ok ? result.output : { error: result.failure.message, code: result.failure.code };
}

/** Names of tasks have `/` and `.` in them, which providers refuse. */
function toolName(task: string): string {
  return task.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64);
}
