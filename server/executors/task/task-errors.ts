import type { Failure } from "#server/engine/failure";

type Details = NonNullable<Failure["details"]>;

/** A failure that no further attempt can mend. `new PermanentError(message)` or `new PermanentError(code, message)`. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly code: string;
  readonly details: Details | undefined;

  constructor(codeOrMessage: string, message?: string, details?: Details) {
    super(message ?? codeOrMessage);
    this.code = message === undefined ? "TaskFailed" : codeOrMessage;
    this.details = details;
  }
}

/** A failure that may pass. `retryAfterMs` is the least wait before the next attempt, as a server's Retry-After says it. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { readonly retryAfterMs?: number } = {}) {
    super(message);
    this.retryAfterMs = options.retryAfterMs;
  }
}
