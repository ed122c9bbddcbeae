import type { Failure } from "#server/engine/failure";
import { taskLog } from "#server/engine/task-log";
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
      const log = taskLog(({ level, message, fields }) =>
        context.log(level, redactor.text(message), redactor.json(fields)),
      );
      const stream = redactedStream(context.stream, redactor);
      try {
        return redacted(await executor.run(task, input, { ...context, log, stream: stream.write }), redactor);
      } finally {
        stream.end();
      }
    },
  };
}

/** Holds back what may be the beginning of a secret, until it is known not to be one. */
function redactedStream(pass: AttemptContext["stream"], redactor: Redactor) {
  let held = "";
  return {
    write: (text: string): void => {
      held += text;
      const free = held.length - redactor.begun(held);
      const [shown, rest] = [redactor.text(held.slice(0, free)), held.slice(free)];
      // Another secret may be where the cut would be.
      if (free === 0 || shown + redactor.text(rest) !== redactor.text(held)) return;
      pass(shown);
      held = rest;
    },
    end: (): void => {
      if (held !== "") pass(redactor.text(held));
      held = "";
    },
  };
}

function redacted(result: AttemptResult, redactor: Redactor): AttemptResult {
  return result.ok
    ? { ...result, output: redactor.json(result.output) }
    : { ...result, failure: redactor.json(result.failure) as Failure };
}
