import { parseRunId } from "#server/engine/ids";
import { taskLog } from "#server/engine/task-log";
import type { AttemptContext, Executor } from "./executor.ts";
import type { TaskLogBook, TaskPlace } from "./task-log-book.ts";
import type { TaskStreams } from "./task-streams.ts";

/** Keeps what attempts log, beside the log of the process, and shows what they stream. */
export function told(executor: Executor, logs: TaskLogBook, streams: TaskStreams): Executor {
  return {
    ...executor,
    run: (task, input, context) => {
      const place = placeOf(context);
      if (!place) return executor.run(task, input, context);
      let keep: ReturnType<TaskLogBook["open"]> | undefined;
      const log = taskLog((line) => {
        context.log(line.level, line.message, line.fields);
        keep ??= logs.open(place);
        keep(line);
      });
      const { write, end } = streams.open(place);
      return executor.run(task, input, { ...context, log, stream: write }).finally(end);
    },
  };
}

/** A key is `tree:path:node:item:generation`, with `-` for no item. */
function placeOf({ runId, nodeId: node, attempt, idempotencyKey }: AttemptContext): TaskPlace | null {
  const run = parseRunId(runId);
  if (!run) return null;
  const item = idempotencyKey.split(":").at(-2);
  return {
    treeId: run.treeId,
    run: run.no,
    node,
    item: /^\d+$/.test(item ?? "") ? Number(item) : null,
    attempt,
  };
}
