import type { Failure } from "#server/engine/failure";
import type { AttemptContext, AttemptResult, Executor } from "#server/runtime/executor";
import type { Redactor } from "#server/secrets/redactor";

/**
 * Takes known secrets out of everything that comes back from the outside, before the journal, and with it every
 * reader, sees it.
 */
export function redactResults(executor: Executor, redactor: Redactor): Executor {
  return {
    ...executor,
    run: async (task, input, context) => {
      const log: AttemptContext["log"] = (message, fields) =>
        context.log(redactor.text(message), fields && redactor.json(fields));
      return redacted(await executor.run(task, input, { ...context, log }), redactor);
    },
  };
}

function redacted(result: AttemptResult, redactor: Redactor): AttemptResult {
  return result.ok
    ? { ...result, output: redactor.json(result.output) }
    : { ...result, failure: redactor.json(result.failure) as Failure };
}
