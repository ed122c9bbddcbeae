import type { Decision } from "../../run/commands.ts";
import { type Deciding, decided, failure, type Unstamped } from "../../run/deciding.ts";
import type { Event } from "../../run/events.ts";
import { failNode } from "../../run/settle.ts";
import type { Awaited, SlotRef } from "../../run/state.ts";
import { definitionOf, runAt } from "../../run/tree.ts";
import type { Stored } from "../../values/json.ts";
import { completeNode } from "../complete.ts";

type Approval = Extract<Awaited, { k: "approval" }>;
export type Outcome = "approved" | "denied" | "expired";

/**
 * The approval is over. Approved goes on as any node does; another outcome takes only the edges of its own port, and
 * fails the node where there are none: nothing that was made for an approval goes on without one.
 */
export function endApproval(
  deciding: Deciding,
  ref: SlotRef,
  approval: Approval,
  outcome: Outcome,
  before: readonly Unstamped<Event>[] = [],
): Decision {
  const { tree } = deciding;
  const { outgoing } = definitionOf(tree, runAt(tree, ref.run), ref.node);
  const handled = outcome === "approved" || outgoing.some(({ edge }) => edge.port === outcome);
  if (!handled)
    return decided(deciding, [
      ...before,
      ...failNode(tree, ref.run, ref.node, failureOf(approval, ref, outcome)),
    ]);
  const result = { output: outputOf(approval, outcome) };
  const only = outcome === "approved" ? {} : ({ onlyPort: true } as const);
  return completeNode(deciding, ref, { result, port: outcome, ...only }, before);
}

function outputOf({ answers, escalated }: Approval, outcome: Outcome): Stored {
  const given = answers.map(({ actor, approve, comment, at }) => ({
    by: actor.name,
    approve,
    comment: comment ?? null,
    at,
  }));
  return { decision: outcome, approved: outcome === "approved", answers: given, escalated };
}

function failureOf(
  { title, answers }: Approval,
  { node }: SlotRef,
  outcome: "denied" | "expired" | "approved",
) {
  if (outcome === "expired")
    return failure("timeout", "ApprovalExpired", `"${title}" was not answered in time.`, { node });
  const by = answers.find(({ approve }) => !approve)?.actor.name;
  const message = by === undefined ? `"${title}" was not approved in time.` : `${by} denied "${title}".`;
  return failure("stated", "ApprovalDenied", message, { node, by: by ?? null });
}
