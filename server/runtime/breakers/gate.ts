import {
  type Admission,
  type BreakerKey,
  breakerId,
  type Report,
  resourceOf,
} from "#server/engine/recovery/breaker";
import { classify, isTransient } from "#server/engine/recovery/classify";
import type { AttemptContext, AttemptResult, Executor } from "../executor.ts";
import type { Log } from "../log.ts";
import type { BreakerBook } from "./book.ts";

/**
 * Asks the breaker of what a call depends on before it goes out, and tells it how it went. A call that it holds is not
 * made: its attempt waits in the tree. When the breakers cannot be asked, work goes on.
 */
export function gated(executor: Executor, book: BreakerBook, log: Log): Executor {
  return {
    ...executor,
    run: async (task, input, context) => {
      const key = executor.facts(task)?.pure === true ? null : resourceOf(task, input);
      if (!key) return await executor.run(task, input, context);
      const admission = await orPass(book.admit(key), log);
      if (admission.verdict === "hold") return heldBack(key, admission.until);
      const result = await executor.run(task, input, context);
      const probe = admission.verdict === "probe" ? admission.id : null;
      await book.report(key, { probe, ...outcomeOf(result, context) }).catch((error: unknown) => {
        log.warn(
          { error: String(error), breaker: breakerId(key) },
          "a breaker could not be told of an outcome",
        );
      });
      return result;
    },
  };
}

async function orPass(admission: Promise<Admission>, log: Log): Promise<Admission> {
  try {
    return await admission;
  } catch (error) {
    log.warn({ error: String(error) }, "the breakers could not be asked; the call goes out");
    return { verdict: "pass" };
  }
}

function heldBack(key: BreakerKey, until: number): AttemptResult {
  const breaker = breakerId(key);
  const failure = {
    class: "unavailable",
    code: "BreakerOpen",
    message: `The breaker ${breaker} is open.`,
    retryable: true,
  } as const;
  return { ok: false, failure, held: { breaker, until } };
}

/** The other side is ill only where a failure says something of it; an answer that we do not like is an answer. */
function outcomeOf(
  result: AttemptResult,
  { signal, deadline }: AttemptContext,
): Pick<Report, "outcome" | "message"> {
  if (result.ok) return { outcome: "well" };
  const late = deadline !== null && Date.now() >= deadline;
  if (signal.aborted && !late) return { outcome: "left" };
  const failure = classify(result.failure);
  return late || isTransient(failure) ? { outcome: "ill", message: failure.message } : { outcome: "well" };
}
