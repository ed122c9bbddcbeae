import { endApproval } from "../../nodes/approval/outcome.ts";
import type { Command, Decision, Refusal } from "../commands.ts";
import { type Deciding, decided, refused, type Unstamped } from "../deciding.ts";
import type { Actor, ApprovalAnswered } from "../events.ts";
import type { Awaited } from "../state.ts";
import { nodeOf } from "../tree.ts";
import { isFinal, type Target, targetOf } from "./target.ts";

type Answer = Extract<Command, { type: "answer" }>;
type Approval = Extract<Awaited, { k: "approval" }>;

/** One answer of one person to an open approval. One denial denies; enough approvals approve. */
export function decideAnswer(deciding: Deciding, command: Answer): Decision {
  const target = targetOf(deciding.tree, { run: command.run, node: command.node });
  if ("refusal" in target) return refused(target.refusal);
  const approval = nodeOf(target.run, target.ref.node)?.awaits;
  const refusal = refusalOf(target, approval, command);
  if (refusal || approval?.k !== "approval") return refused(refusal ?? "NOT_WAITING");
  const { actor, approve, comment } = command;
  const said = comment === undefined ? { actor, approve } : { actor, approve, comment };
  const answers = [...approval.answers, { ...said, at: deciding.at }];
  const answered: Unstamped<ApprovalAnswered> = { type: "ApprovalAnswered", ...at(target), ...said };
  const approvals = answers.filter((each) => each.approve).length;
  if (approve && approvals < approval.quorum) return decided(deciding, [answered]);
  const outcome = approve ? "approved" : "denied";
  return endApproval(deciding, target.ref, { ...approval, answers }, outcome, [answered]);
}

function at({ run, ref }: Target) {
  return { run: run.no, node: ref.node };
}

function refusalOf(target: Target, approval: Awaited | undefined, command: Answer): Refusal | null {
  if (target.definition.node.kind !== "approval") return "NOT_WAITING";
  if (isFinal(target.slot)) return "ANSWER_LATE";
  if (approval?.k !== "approval") return "NOT_WAITING";
  const { actor, generation } = command;
  if (generation !== undefined && generation !== (target.slot?.generation ?? 1)) return "ANSWER_STALE";
  if (approval.answers.some((answer) => isSame(answer.actor, actor))) return "ALREADY_ANSWERED";
  return mayAnswer(approval, actor) ? null : "NOT_ASSIGNED";
}

function isSame(a: Actor, b: Actor): boolean {
  return a.kind === b.kind && a.id === b.id;
}

function mayAnswer({ assignees }: Approval, { id, name }: Actor): boolean {
  return assignees === null || assignees.includes(id) || assignees.includes(name);
}
