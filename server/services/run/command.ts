import type { Refusal } from "#server/engine/run/commands";
import type { Blob } from "#server/engine/values/json";
import type { CommandAnswer } from "#server/runtime/command-answer";
import type { TreeCommand } from "#server/runtime/host";
import { auditEntry } from "../audit.ts";
import type { Action } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, RunSummary } from "../types.ts";
import { runSummary } from "../views.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { refusalOf } from "./refusals.ts";

type Act = {
  readonly id: string;
  readonly action: Action;
  readonly command: (found: FoundRun) => TreeCommand;
  /** Must be durable before what the command leads to. */
  readonly blobs?: readonly Blob[];
  /** What of it the audit log tells. */
  readonly detail?: string;
  /** The refusal that means: it is so already. */
  readonly already?: Refusal;
  /** Whether it is really so, where the refusal alone does not tell. */
  readonly holds?: (found: FoundRun) => boolean;
  /** Says more of a refusal than its code does; `null` = it does not. */
  readonly explain?: (code: Refusal, found: FoundRun) => Promise<ServiceError | null>;
};

/** Gives a tree a command, with its audit row in the same commit, and answers with the run as it is then. */
export async function commandRun(services: Services, caller: Caller, act: Act): Promise<RunSummary> {
  const { id, action } = act;
  const found = await findRun(services, id);
  const answer = await services.host.command(found.run.treeId, act.command(found), {
    ...(act.blobs ? { blobs: act.blobs } : {}),
    audit: auditEntry(caller, action, `runs/${id}`, act.detail),
  });
  const after = await findRun(services, id);
  if (answer.kind !== "ok" && !isAlready(answer, act, after)) {
    const explained = answer.kind === "refused" ? await act.explain?.(answer.code, after) : null;
    throw explained ?? refusal(after, id, answer);
  }
  return runSummary(after.run, after.tree);
}

function isAlready(answer: CommandAnswer, { already, holds }: Act, found: FoundRun): boolean {
  return answer.kind === "refused" && answer.code === already && (holds?.(found) ?? true);
}

function refusal({ run }: FoundRun, id: string, answer: CommandAnswer): ServiceError {
  switch (answer.kind) {
    case "refused": {
      if (answer.code !== "RUN_SETTLED" && run.endedAt === null) return refusalOf(id, answer.code);
      return new ServiceError(
        "CONFLICT",
        `Run "${id}" cannot do that: it has ended already (${run.status}).`,
      );
    }
    case "notFound":
      return new ServiceError("NOT_FOUND", `There is no run "${id}".`);
    case "needsAttention":
      return new ServiceError(
        "CONFLICT",
        `Run "${id}" needs attention: its tree is held back. Requeue it first.`,
      );
    default:
      return new ServiceError(
        "UNAVAILABLE",
        "The engine is stopping or busy elsewhere with this tree. Try again in a moment.",
      );
  }
}
