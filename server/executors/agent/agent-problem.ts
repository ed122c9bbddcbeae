import type { Failure } from "#server/engine/failure";

type Options = Pick<Failure, "class" | "retryable"> & {
  readonly details?: NonNullable<Failure["details"]>;
  readonly retryAfterMs?: number | undefined;
};

/** Why an agent gave no answer that can be used, as the failure that it becomes. */
export class AgentProblem extends Error {
  override readonly name = "AgentProblem";
  readonly code: string;
  readonly options: Options;

  constructor(code: string, message: string, options: Options) {
    super(message);
    this.code = code;
    this.options = options;
  }
}

export function spent(message: string, details: Failure["details"]): AgentProblem {
  return new AgentProblem("BudgetExceeded", message, {
    class: "limit",
    retryable: false,
    details: details ?? {},
  });
}

export function badAnswer(code: string, message: string, retryable: boolean): AgentProblem {
  return new AgentProblem(code, message, { class: "task", retryable });
}
