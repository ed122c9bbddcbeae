import type { Egress } from "#server/egress/egress";
import { EgressError } from "#server/egress/egress-error";
import { readBody } from "#server/egress/read-body";
import { HTTP } from "#server/engine/nodes/http/definition";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext, AttemptResult, Executor } from "#server/runtime/executor";
import { describeIssues, failureOfAbort, messageOf, taskFailure } from "../task/task-failure.ts";
import { resultOf } from "./http-answer.ts";
import { httpInput } from "./http-input.ts";
import { HttpInputProblem, requestOf } from "./http-request.ts";

type Options = {
  readonly egress: Egress;
  /** Takes known secrets out of a text. */
  readonly redact: (text: string) => string;
  /** Headers that say where a request comes from. */
  readonly chain?: (context: AttemptContext) => Readonly<Record<string, string>>;
};

export function createHttpExecutor(options: Options): Executor {
  return {
    facts: (task) => (task === HTTP ? { pure: false } : undefined),
    run: async (_task, input, context) => await attempt(options, input, context),
  };
}

async function attempt(options: Options, input: Json, context: AttemptContext): Promise<AttemptResult> {
  const parsed = httpInput.safeParse(input);
  if (!parsed.success) return refused("HttpRequestInvalid", describeIssues(parsed.error, "node"));
  try {
    const response = await options.egress.send(requestOf(parsed.data, context, options.chain?.(context)));
    const body = await readBody(response.body);
    return resultOf(parsed.data, response, body, options.redact);
  } catch (error) {
    if (context.signal.aborted) return failureOfAbort(context, Date.now());
    if (error instanceof HttpInputProblem) return refused("HttpRequestInvalid", error.message);
    if (!(error instanceof EgressError))
      return { ok: false, failure: taskFailure("HttpFailed", options.redact(messageOf(error)), true) };
    return { ok: false, failure: taskFailure(error.code, options.redact(error.message), error.retryable) };
  }
}

function refused(code: string, message: string): AttemptResult {
  return { ok: false, failure: taskFailure(code, message, false) };
}
