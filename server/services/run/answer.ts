import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { AnswerInput } from "../inputs.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";

/** Answers an open approval. A second or late answer is a CONFLICT. */
export async function answerApproval(
  services: Services,
  caller: Caller,
  { id, node, ...answer }: AnswerInput,
): Promise<RunSummary> {
  authorize(caller, "run.answer");
  return await commandRun(services, caller, {
    id,
    action: "run.answer",
    detail: `${node}: ${answer.approve ? "approved" : "denied"}`,
    command: ({ run }) => ({ type: "answer", run: run.no, node, actor: caller.actor, ...answer }),
  });
}
