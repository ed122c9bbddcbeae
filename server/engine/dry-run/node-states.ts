import type { Failure } from "../failure.ts";
import type { NodeId, RunNo } from "../ids.ts";
import type { Event, NodeCompleted } from "../run/events.ts";
import type { Source } from "./reply.ts";

/** A node of one run as it is drawn: the latest attempt of it, and of its items how many are done. */
export type NodeState = {
  readonly status: NodeStatus;
  readonly attempts: number;
  readonly items: { readonly done: number; readonly failed: number; readonly of: number } | null;
  /** Where its result came from, once it was asked for; `null` = it was worked out. */
  readonly source: Source | "pinned" | null;
  readonly failure: Failure | null;
  /** Indexes of the edges by which its run went on; `null` = it has not. */
  readonly leads: readonly number[] | null;
  /** Its result, or that of an item, is less than was asked for. */
  readonly degraded: boolean;
};
export type NodeStatus =
  | "queued"
  | "active"
  | "waiting"
  | "retrying"
  | "failing"
  | "held"
  | "parked"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled";

const FRESH: NodeState = {
  status: "active",
  attempts: 0,
  items: null,
  source: null,
  failure: null,
  leads: null,
  degraded: false,
};

/** The nodes of every run, folded from what was shown. A node that nothing has reached is absent. */
export class NodeStates {
  readonly #runs = new Map<RunNo, Map<NodeId, NodeState>>();

  of(run: RunNo): ReadonlyMap<NodeId, NodeState> {
    return this.#runs.get(run) ?? new Map();
  }

  /** @param source Where the result of the attempt that an event ends came from. */
  take(event: Event, source: Source | null): void {
    if (event.type === "RunStarted" && event.origin)
      this.#set(event.origin.run, event.origin.node, { status: "active" });
    else if (event.type === "RunSucceeded" || event.type === "RunFailed" || event.type === "RunCancelled")
      this.#stop(event.run);
    else if ("run" in event && "node" in event) {
      const next = nextOf(this.of(event.run).get(event.node) ?? FRESH, event, source);
      if (next) this.#set(event.run, event.node, next);
    }
  }

  #set(run: RunNo, node: NodeId, next: Partial<NodeState>): void {
    const nodes = this.#runs.get(run) ?? new Map<NodeId, NodeState>();
    this.#runs.set(run, nodes);
    nodes.set(node, { ...(nodes.get(node) ?? FRESH), ...next });
  }

  #stop(run: RunNo): void {
    for (const [node, { status }] of this.of(run))
      if (!ENDED.has(status)) this.#set(run, node, { status: "cancelled" });
  }
}

const ENDED: ReadonlySet<NodeStatus> = new Set(["completed", "failed", "skipped", "cancelled"]);

function counted({ items }: NodeState, how: "done" | "failed"): NodeState["items"] {
  const before = items ?? { done: 0, failed: 0, of: 0 };
  return { ...before, [how]: before[how] + 1, of: Math.max(before.of, before.done + before.failed + 1) };
}

function nextOf(known: NodeState, event: Extract<Event, { node: NodeId }>, source: Source | null) {
  return attemptOf(known, event) ?? endOf(known, event, source);
}

/** It works, or waits to. */
function attemptOf(known: NodeState, event: Event): Partial<NodeState> | null {
  switch (event.type) {
    case "NodeStarted":
      if (event.items) return { status: "active", items: { done: 0, failed: 0, of: event.items.length } };
      return { status: event.awaits || event.wakeAt !== undefined ? "waiting" : "active" };
    case "AttemptQueued":
      return { status: "queued" };
    case "AttemptStarted":
      return { status: "active", attempts: known.attempts + 1 };
    case "AttemptHeld":
      return { status: "held" };
    case "AttemptFailed":
      return { status: event.retryAt === null ? "failing" : "retrying", failure: event.failure };
    case "RungTaken":
      return event.retryAt === undefined ? null : { status: "retrying" };
    case "NodeRetried":
      return { status: "active", failure: null, leads: null };
    default:
      return null;
  }
}

/** It, or an item of it, has come to something. */
function endOf(known: NodeState, event: Event, source: Source | null): Partial<NodeState> | null {
  switch (event.type) {
    case "PlanMade":
      return { status: "active", source, items: { done: 0, failed: 0, of: event.items.length } };
    case "SlotFailing":
      return { status: "failing", failure: event.failure };
    case "SlotParked":
      return { status: "parked", failure: event.failure };
    case "ItemCompleted":
      return {
        source: source ?? known.source,
        items: counted(known, "done"),
        degraded: known.degraded || event.degraded === true,
      };
    case "ItemFailed":
      return { items: counted(known, "failed"), failure: event.failure };
    case "NodeCompleted":
      return {
        status: "completed",
        source: sourceOf(known, event, source),
        failure: null,
        leads: event.edges,
        degraded: known.degraded || event.degraded === true,
      };
    case "NodeFailed":
      return { status: "failed", failure: event.failure };
    case "NodeSkipped":
      return { status: "skipped" };
    default:
      return null;
  }
}

function sourceOf(
  known: NodeState,
  { pinned, reused }: NodeCompleted,
  source: Source | null,
): NodeState["source"] {
  if (reused !== undefined) return "recorded";
  return pinned ? "pinned" : (source ?? known.source);
}
