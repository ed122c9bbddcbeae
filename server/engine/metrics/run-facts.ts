import type { RunNo } from "../ids.ts";
import type { Event } from "../run/events.ts";
import { refOf } from "../run/fold-slot.ts";
import { type SlotRef, slotKey } from "../run/state.ts";
import { tokensOf, type Usage } from "../run/usage.ts";
import type { WorkFacts } from "./facts.ts";

type Of<T extends Event["type"]> = Extract<Event, { type: T }>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** What of the facts is in the events of a run and of the runs that it starts. */
export type Folded = Omit<WorkFacts, "depth" | "tokens" | "costUsd">;

const BEGINS = new Set<string>([
  "NodeStarted",
  "AttemptQueued",
  "AttemptStarted",
  "NodeCompleted",
  "ItemCompleted",
]);

/** Work of one run, folded from the part of the journal between its start and its end. */
export class RunWork {
  readonly #no: RunNo;
  readonly #begun = new Set<string>();
  readonly #queued = new Map<string, number>();
  readonly #started = new Map<string, number>();
  readonly #facts: Mutable<Folded> = {
    nodes: 0,
    attempts: 0,
    places: 0,
    retries: 0,
    workMs: 0,
    lostMs: 0,
    waitingMs: 0,
    lostTokens: 0,
    children: 0,
    contextBytesBefore: 0,
    contextBytesAfter: 0,
  };

  constructor(no: RunNo) {
    this.#no = no;
  }

  /** Takes any event of the tree; those of other runs count only where this run starts them. */
  take(event: Event): void {
    if (event.type === "RunStarted") this.#runStarted(event);
    else if ("run" in event && event.run === this.#no && "node" in event) this.#inNode(event);
  }

  facts(): Folded {
    return { ...this.#facts, nodes: this.#begun.size };
  }

  #runStarted({ run, origin, context }: Of<"RunStarted">): void {
    if (origin?.run === this.#no) {
      this.#facts.children += 1;
      this.#begun.add(slotKey(refOf({ ...origin, run: this.#no })));
    }
    if (run !== this.#no || !context) return;
    this.#facts.contextBytesBefore += context.before.bytes;
    this.#facts.contextBytesAfter += context.after.bytes;
  }

  #inNode(event: Event & SlotRef): void {
    const key = slotKey(refOf(event));
    if (BEGINS.has(event.type) && !("by" in event && event.by) && !("reused" in event && event.reused))
      this.#begun.add(key);
    if (event.type === "AttemptQueued") {
      if (!this.#queued.has(key)) this.#queued.set(key, event.at);
      return;
    }
    const since = this.#queued.get(key);
    this.#queued.delete(key);
    if (event.type === "AttemptStarted") this.#attemptStarted(event, key, since);
    else if ("attempt" in event && event.attempt !== undefined) this.#answered(event, key);
  }

  #attemptStarted({ pure, attempt, delivery, at }: Of<"AttemptStarted">, key: string, since?: number): void {
    if (pure) return;
    this.#started.set(key, at);
    if (since !== undefined) this.#facts.waitingMs += at - since;
    if (delivery !== 1) return;
    this.#facts.attempts += 1;
    if (attempt === 1) this.#facts.places += 1;
  }

  /** Late usage of a lost call and a held attempt are no answers. */
  #answered(event: Event & SlotRef & { readonly usage?: Usage }, key: string): void {
    if (event.type === "UsageSettled" || event.type === "AttemptHeld" || event.type === "AttemptReleased")
      return;
    const since = this.#started.get(key);
    if (since === undefined) return;
    this.#started.delete(key);
    const tookMs = Math.max(0, event.at - since);
    this.#facts.workMs += tookMs;
    if (event.type !== "AttemptFailed") return;
    this.#facts.lostMs += tookMs;
    this.#facts.lostTokens += tokensOf(event.usage);
    if (event.retryAt !== null) this.#facts.retries += 1;
  }
}
