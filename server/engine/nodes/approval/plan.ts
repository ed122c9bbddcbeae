import type { Decision } from "../../run/commands.ts";
import { decided, failure, refused } from "../../run/deciding.ts";
import { nodeOf } from "../../run/tree.ts";
import type { Json } from "../../values/json.ts";
import { dueAfter } from "../due.ts";
import { listIn, type Shortfall, templateIn, textIn } from "../evaluate.ts";
import type { NodeOf, Planner, Planning } from "../planner.ts";
import { scopeFor, unlessValue, whereOf } from "../planning.ts";
import { endApproval } from "./outcome.ts";

type ApprovalNode = NodeOf<"approval">;

/** Open until enough people have answered, or until it is overdue. What they see is written into the event. */
export const planApproval: Planner<ApprovalNode> = {
  plan: (planning, node) => {
    const { deciding, ref } = planning;
    const scope = scopeFor(planning);
    const title = textIn(deciding, node.title, scope, whereOf(planning, "title"));
    if (title.kind !== "text") return unlessValue(planning, title);
    const details = templateIn(deciding, node.details ?? null, scope, whereOf(planning, "details"));
    if (details.kind !== "value") return unlessValue(planning, details);
    const people = peopleOf(planning, node.assignees, "assignees");
    if (people.kind !== "people") return unlessValue(planning, people);
    const due = dueAfter(planning, node.dueMs, "dueMs");
    if (due.kind !== "due") return unlessValue(planning, due);
    const awaits = {
      k: "approval",
      title: title.text ?? "",
      details: details.stored,
      assignees: people.people,
      quorum: node.quorum ?? 1,
      answers: [],
      escalated: false,
    } as const;
    const wake = due.at === undefined ? {} : { wakeAt: due.at };
    const started = { type: "NodeStarted", run: ref.run, node: ref.node, awaits, ...wake } as const;
    return decided(deciding, [started], details.blobs);
  },
  woken: (planning, node) => {
    const awaits = nodeOf(planning.run, planning.ref.node)?.awaits;
    if (awaits?.k !== "approval") return refused("NOT_DUE");
    if (node.escalation && !awaits.escalated) return escalate(planning, node.escalation);
    const policy = awaits.escalated ? node.escalation?.onTimeout : node.onTimeout;
    const outcome = policy === "approve" ? "approved" : policy === "branch" ? "expired" : "denied";
    return endApproval(planning.deciding, planning.ref, awaits, outcome);
  },
};

function escalate(planning: Planning, escalation: NonNullable<ApprovalNode["escalation"]>): Decision {
  const { deciding, ref } = planning;
  const people = peopleOf(planning, escalation.assignees, "escalation.assignees");
  if (people.kind !== "people") return unlessValue(planning, people);
  const due = dueAfter(planning, escalation.dueMs, "escalation.dueMs");
  if (due.kind !== "due") return unlessValue(planning, due);
  const wake = due.at === undefined ? {} : { wakeAt: due.at };
  const assignees = people.people ?? [];
  return decided(deciding, [{ type: "ApprovalEscalated", run: ref.run, node: ref.node, assignees, ...wake }]);
}

type People = { readonly kind: "people"; readonly people: readonly string[] | null } | Shortfall;

function peopleOf(planning: Planning, source: Json | undefined, field: string): People {
  if (source === undefined) return { kind: "people", people: null };
  const where = whereOf(planning, field);
  if (typeof source !== "string") return { kind: "people", people: source as readonly string[] };
  const list = listIn(planning.deciding, source, scopeFor(planning), where);
  if (list.kind !== "list") return list;
  const people = list.items.filter((name) => typeof name === "string");
  if (people.length === list.items.length && people.length > 0) return { kind: "people", people };
  const message = `${where}: a list of names is needed, got ${JSON.stringify(list.items)}`;
  return { kind: "failure", failure: failure("definition", "ExpressionFailed", message) };
}
