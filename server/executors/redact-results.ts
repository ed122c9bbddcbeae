import type { Failure } from "#server/engine/failure";
import { taskLog } from "#server/engine/task-log";
import type { AttemptResult, Executor } from "#server/runtime/executor";
import type { Redactor } from "#server/secrets/redactor";

/**
 * Takes known secrets out of everything that comes back from the outside, before the journal, and with it every
 * reader, sees it.
 */
export function redactResults(executor: Executor, redactor: Redactor): Executor {
  return {
    ...executor,
    run: async (task, input, context) => {
      const log = taskLog(({ level, message, fields }) =>
        context.log(level, redactor.text(message), redactor.json(fields)),
      );
      return redacted(await executor.run(task, input, { ...context, log }), redactor);
    },
  };
}

function redacted(result: AttemptResult, redactor: Redactor): AttemptResult {
  return result.ok
    ? { ...result, output: redactor.json(result.output) }
    : { ...result, failure: redactor.json(result.failure) as Failure };
}
