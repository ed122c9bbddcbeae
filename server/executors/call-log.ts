import { closeSync, openSync, writeSync } from "node:fs";
import type { AttemptContext, Executor } from "#server/runtime/executor";

/** One line of the log: an attempt as its handler saw it. `at` is this process's clock. */
export type LoggedCall = {
  readonly phase: "start" | "end";
  readonly task: string;
  readonly pure: boolean;
  readonly runId: string;
  readonly node: string;
  readonly item: number | null;
  readonly attempt: number;
  readonly delivery: number;
  readonly key: string;
  readonly at: number;
};

/**
 * Passes every call on and writes a line of JSON to `file` right before and right after it. The write is synchronous,
 * so it outlives a SIGKILL of this process: tests of crashes compare the log with the journal.
 */
export function logCalls(executor: Executor, file: string): Executor & { readonly close: () => void } {
  const handle = openSync(file, "a", 0o600);
  const write = (phase: LoggedCall["phase"], task: string, context: AttemptContext) => {
    const { runId, nodeId: node, attempt, delivery, idempotencyKey: key } = context;
    const pure = executor.facts(task)?.pure ?? false;
    const place = { task, pure, runId, node, item: itemOf(key), attempt, delivery, key };
    const line: LoggedCall = { phase, ...place, at: Date.now() };
    writeSync(handle, `${JSON.stringify(line)}\n`);
  };
  return {
    ...executor,
    run: async (task, input, context) => {
      write("start", task, context);
      const result = await executor.run(task, input, context);
      write("end", task, context);
      return result;
    },
    close: () => closeSync(handle),
  };
}

/** A key is `tree:path:node:item:generation`, with `-` for no item. */
function itemOf(key: string): number | null {
  const item = key.split(":").at(-2);
  return item === undefined || item === "-" ? null : Number(item);
}
