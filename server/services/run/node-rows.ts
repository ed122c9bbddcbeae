import type { Failure } from "#server/engine/failure";
import type { Graph } from "#server/engine/graph/graph";
import type { Event } from "#server/engine/run/events";
import type { AttemptRow, NodeRow, NodeSource, RunNodes } from "../types.ts";
import { iso } from "../views.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Node = Mutable<NodeRow>;
type Attempt = Mutable<AttemptRow>;
type Of<T extends Event["type"]> = Extract<Event, { type: T }>;
type Slot = { readonly node: string; readonly item?: number };

/** Nodes and attempts of one run, folded from the events between its start and its end. */
export class NodeRows {
  readonly #graph: Graph | null;
  readonly #nodes = new Map<string, Node>();
  readonly #attempts = new Map<string, Attempt>();
  /** Attempts by node and item, so that a map of thousands of items is not searched for each of them. */
  readonly #slots = new Map<string, Attempt[]>();
  #ended = false;

  /** @param graph The graph of the run; `null` leaves kinds and tasks unknown. */
  constructor(graph: Graph | null) {
    this.#graph = graph;
  }

  /** Takes the next event of this run; others must be left out. */
  take(event: Event): void {
    switch (event.type) {
      case "NodeStarted":
        this.#open(event, "active", event.items?.length ?? null);
        break;
      case "PlanMade":
        this.#open(event, "active", event.items.length);
        Object.assign(this.#attempt(event, event.attempt), {
          status: "succeeded",
          endedAt: iso(event.at),
          usage: event.usage ?? null,
        });
        break;
      case "AttemptQueued":
        this.#queued(event);
        break;
      case "AttemptStarted":
        this.#started(event);
        break;
      case "AttemptFailed":
        this.#attemptFailed(event);
        break;
      case "SlotParked":
        this.#open(event, "parked");
        break;
      case "AttemptHeld":
        this.#open(event, "held");
        this.#attempt(event, event.attempt).status = "queued";
        break;
      case "AttemptReleased":
        this.#open(event, "queued");
        this.#attempt(event, event.attempt).status = "queued";
        break;
      case "SlotFailing":
        this.#void(event, event.failure);
        break;
      case "RungTaken":
        if (event.retryAt !== undefined) this.#open(event, "retrying");
        break;
      case "NodeRetried":
        this.#again(event);
        break;
      case "ItemCompleted":
      case "NodeCompleted":
        this.#completed(event);
        break;
      case "ItemFailed":
      case "NodeFailed":
        this.#failed(event);
        break;
      case "NodeSkipped":
        this.#close(event.node, "skipped", event.at, null);
        break;
      // Its own work is void, whatever is still undone.
      case "RunEnding":
      case "RunSucceeded":
      case "RunFailed":
      case "RunCancelled":
        this.#end(event.at);
        break;
      default:
    }
  }

  /** A run that a node of this run has started: of a subworkflow, that is all that tells that it is under way. */
  takeChild({ origin, at }: Of<"RunStarted">): void {
    if (origin && !this.#nodes.get(origin.node)?.endedAt) this.#open({ ...origin, at }, "active");
  }

  /** Nodes in the order of the graph. Nodes that an ended run never reached are left out. */
  rows(): RunNodes {
    const ids = new Set([...Object.keys(this.#graph?.nodes ?? {}), ...this.#nodes.keys()]);
    const nodes = [...ids].flatMap((id) => {
      const known = this.#nodes.get(id);
      if (known) return [{ ...known }];
      return this.#ended ? [] : [this.#fresh(id)];
    });
    return { nodes, attempts: Array.from(this.#attempts.values(), (attempt) => ({ ...attempt })) };
  }

  #fresh(nodeId: string): Node {
    const kind = this.#graph?.nodes[nodeId]?.kind ?? "unknown";
    return {
      nodeId,
      kind,
      status: "pending",
      startedAt: null,
      endedAt: null,
      items: null,
      failure: null,
      degraded: false,
      source: null,
      leads: null,
    };
  }

  #node(nodeId: string): Node {
    const node = this.#nodes.get(nodeId) ?? this.#fresh(nodeId);
    this.#nodes.set(nodeId, node);
    return node;
  }

  #open(event: Slot & { readonly at: number }, status: string, items: number | null = null): void {
    const node = this.#node(event.node);
    node.startedAt ??= iso(event.at);
    if (items !== null) node.items = items;
    if (event.item === undefined) node.status = status;
  }

  #close(nodeId: string, status: string, at: number, failure: Failure | null): void {
    const node = this.#node(nodeId);
    if (status !== "skipped") node.startedAt ??= iso(at);
    Object.assign(node, { status, failure, endedAt: iso(at) });
  }

  #attempt(slot: Slot, attempt: number): Attempt {
    const key = `${slotKey(slot)}/${attempt}`;
    const known = this.#attempts.get(key);
    if (known) return known;
    this.#giveUp(slot);
    const fresh: Attempt = {
      nodeId: slot.node,
      item: slot.item ?? null,
      attempt,
      deliveries: 0,
      task: this.#taskOf(slot.node),
      pure: true,
      status: "queued",
      queuedAt: null,
      startedAt: null,
      endedAt: null,
      retryAt: null,
      usage: null,
      failure: null,
    };
    this.#attempts.set(key, fresh);
    this.#slots.set(slotKey(slot), [...this.#of(slot), fresh]);
    return fresh;
  }

  /** The next attempt is here, so the one before no longer waits to be repeated. */
  #giveUp(slot: Slot): void {
    for (const attempt of this.#of(slot)) if (attempt.status === "retrying") attempt.status = "failed";
  }

  #of(slot: Slot): readonly Attempt[] {
    return this.#slots.get(slotKey(slot)) ?? [];
  }

  #taskOf(nodeId: string): string {
    const node = this.#graph?.nodes[nodeId];
    const body = node?.kind === "map" ? node.body : node;
    return body?.kind === "task" ? body.task : "";
  }

  #queued(event: Of<"AttemptQueued">): void {
    this.#open(event, "queued");
    const attempt = this.#attempt(event, event.attempt);
    Object.assign(attempt, { task: event.task, status: "queued", queuedAt: iso(event.at), pure: false });
  }

  #started(event: Of<"AttemptStarted">): void {
    this.#open(event, "active");
    const attempt = this.#attempt(event, event.attempt);
    attempt.startedAt ??= iso(event.at);
    Object.assign(attempt, {
      task: event.task,
      pure: event.pure,
      deliveries: event.delivery,
      status: "running",
    });
  }

  #attemptFailed(event: Of<"AttemptFailed">): void {
    const attempt = this.#attempt(event, event.attempt);
    Object.assign(attempt, {
      status: event.retryAt === null ? "failed" : "retrying",
      endedAt: iso(event.at),
      retryAt: event.retryAt === null ? null : iso(event.retryAt),
      usage: event.usage ?? null,
      failure: event.failure,
    });
    if (event.retryAt !== null) this.#open(event, "retrying");
  }

  /** The work has failed; what is done about it follows. */
  #void(event: Of<"SlotFailing">, failure: Failure): void {
    for (const attempt of this.#of(event))
      if (isOpen(attempt)) Object.assign(attempt, { status: "failed", endedAt: iso(event.at), failure });
  }

  /** What was open there is void: its answer, should it come, is refused. */
  #again(event: Of<"NodeRetried">): void {
    this.#open(event, "ready");
    if (event.item === undefined)
      Object.assign(this.#node(event.node), { endedAt: null, failure: null, leads: null });
    for (const attempt of this.#of(event)) {
      if (isOpen(attempt)) Object.assign(attempt, { status: "cancelled", endedAt: iso(event.at) });
      else if (attempt.status === "retrying") attempt.status = "cancelled";
    }
  }

  #completed(event: Of<"NodeCompleted"> | Of<"ItemCompleted">): void {
    if (event.type === "NodeCompleted") {
      this.#close(event.node, "completed", event.at, null);
      Object.assign(this.#node(event.node), { source: sourceOf(event), leads: this.#leads(event) });
    }
    if (event.degraded) this.#node(event.node).degraded = true;
    if (event.attempt === undefined) return;
    const attempt = this.#attempt(event, event.attempt);
    attempt.startedAt ??= iso(event.at);
    Object.assign(attempt, {
      status: "succeeded",
      endedAt: iso(event.at),
      usage: event.usage ?? null,
      deliveries: Math.max(1, attempt.deliveries),
    });
  }

  #leads({ edges }: Of<"NodeCompleted">): Node["leads"] {
    return edges.flatMap((index) => {
      const edge = this.#graph?.edges[index];
      return edge ? [{ target: edge.target, ...(edge.port === undefined ? {} : { port: edge.port }) }] : [];
    });
  }

  #failed(event: Of<"NodeFailed"> | Of<"ItemFailed">): void {
    if (event.type === "NodeFailed") this.#close(event.node, "failed", event.at, event.failure);
    const { node, at } = event;
    for (const attempt of this.#of("item" in event ? { node, item: event.item } : { node })) {
      if (attempt.status === "retrying") attempt.status = "failed";
      else if (isOpen(attempt))
        Object.assign(attempt, { status: "failed", endedAt: iso(at), failure: event.failure });
    }
  }

  #end(at: number): void {
    this.#ended = true;
    for (const attempt of this.#attempts.values()) {
      if (isOpen(attempt)) Object.assign(attempt, { status: "cancelled", endedAt: iso(at) });
      else if (attempt.status === "retrying") attempt.status = "cancelled";
    }
    for (const node of this.#nodes.values()) {
      if (node.endedAt === null) Object.assign(node, { status: "cancelled", endedAt: iso(at) });
    }
  }
}

function sourceOf({ pinned, reused, by }: Of<"NodeCompleted">): NodeSource {
  if (by) return "byHand";
  if (reused !== undefined) return "reused";
  return pinned ? "pinned" : "executed";
}

function slotKey({ node, item }: Slot): string {
  return `${node}/${item ?? ""}`;
}

function isOpen(attempt: Attempt): boolean {
  return attempt.status === "queued" || attempt.status === "running";
}
