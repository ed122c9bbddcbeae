import type { WaitReason } from "#server/engine/insight/why-waiting";
import type { ShownWait } from "#server/services/types";
import { workerText } from "./usage";

const NUMBER = new Intl.NumberFormat("en");
/** More lines than this say nothing that the number of them does not. */
const MOST = 8;

export type Parked = Extract<WaitReason, { kind: "person" }>;

/** Places that only a person can move. */
export function parkedIn(reasons: readonly WaitReason[]): readonly Parked[] {
  return reasons.filter((reason) => reason.kind === "person");
}

export type AskedFor = Extract<ShownWait, { kind: "approval" }>;

/** Whether it is shown by more than a line: an approval with something to decide by. */
export function isDetailed(reason: ShownWait): reason is AskedFor {
  return reason.kind === "approval" && reason.details !== null;
}

export function approvalsText({ missing }: Pick<AskedFor, "missing">): string {
  return missing === 1 ? "an approval" : `${missing} approvals`;
}

/** What a run waits for, a line each, those of the items of a map too; what is over the most is counted. */
export function waitingTexts(reasons: readonly WaitReason[]): readonly string[] {
  const texts = [...new Set(reasons.map(waitingText))];
  if (texts.length <= MOST) return texts;
  return [...texts.slice(0, MOST), `and ${texts.length - MOST} more`];
}

/** One reason in words, with its numbers. */
export function waitingText(reason: WaitReason): string {
  if (reason.kind === "paused") return "its tree is paused";
  // What undoes a run that ends hangs at no node of its graph.
  return reason.node.startsWith(":") ? whatOf(reason) : `${placeText(reason)}: ${whatOf(reason)}`;
}

export function placeText({ node, item }: { readonly node: string; readonly item: number | null }): string {
  return item === null ? node : `${node}[${item}]`;
}

function whatOf(reason: Exclude<WaitReason, { kind: "paused" }>): string {
  switch (reason.kind) {
    case "attempt":
      return `attempt ${reason.attempt} of ${workerText(reason.task)}`;
    case "limit":
      if (reason.limit === "allowances.tokens")
        return `tokens to come back: depth ${reason.depth} has ${NUMBER.format(reason.max)} in all (${reason.limit})`;
      return `a place: ${reason.max} are at work at depth ${reason.depth} (${reason.limit})`;
    case "budget":
      return budgetText(reason);
    case "retry":
      return `attempt ${reason.attempt}, after ${reason.failure?.code ?? "a failure"}`;
    case "breaker":
      return `the breaker ${reason.breaker} to close`;
    case "timer":
      return "its time";
    case "signal":
      return `the signal ${reason.name}`;
    case "approval":
      return `${approvalsText(reason)}: ${reason.title}`;
    case "child":
      return `child ${reason.label ?? reason.run}`;
    case "compensation":
      return `what it did to be undone, before it is ${reason.end}`;
    case "person":
      return `a person${reason.failure ? `, after ${reason.failure.code}` : ""}`;
  }
}

const UNITS = {
  maxRuns: "runs",
  maxAgents: "agents",
  maxNodes: "nodes",
  maxTokens: "tokens",
  maxCostUsd: "",
} as const;

function budgetText({ limit, needs, left, max, heldBy }: Extract<WaitReason, { kind: "budget" }>): string {
  const amount = (value: number) =>
    limit === "maxCostUsd" ? `$${NUMBER.format(value)}` : NUMBER.format(value);
  const what = [amount(needs), UNITS[limit]].filter(Boolean).join(" ");
  const by = heldBy.length === 0 ? "" : ", others hold the rest";
  return `${what} to come back: ${amount(left)} of ${amount(max)} are free (${limit})${by}`;
}
