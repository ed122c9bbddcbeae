import type { NodeId } from "#server/engine/ids";
import type { Event, RungName } from "#server/engine/run/events";
import type { Stored } from "#server/engine/values/json";

/** A node of a run, an item of it, or one attempt there. */
export type Place = { readonly node: NodeId; readonly item?: number; readonly attempt?: number };
export type Side = "input" | "output";

/** Which events of one run hold what its places were given and gave: values stay in the journal until they are asked for. */
export class PlaceSources {
  readonly #seqs: Readonly<Record<Side, Map<string, number>>> = { input: new Map(), output: new Map() };
  readonly #own = new Map<string, number>();
  /** Places at which something else has taken the place of their work. */
  readonly #replaced = new Set<string>();

  /** Takes the next event of this run; others must be left out. */
  take(seq: number, event: Event): void {
    if (inputIn(event) !== undefined) this.#keep("input", seq, event as Place);
    else if (event.type === "PlanMade") this.#seqs.output.set(keyOf(event), seq);
    else if (isCompleted(event)) this.#keep("output", seq, event);
    else if (event.type === "RungTaken" && REPLACES.has(event.do)) this.#replaced.add(slotOf(event));
    else if (isAgain(event)) this.#ownAgain(event);
  }

  /** A run that a node of this run has started: what it was given is what the node was. */
  takeChild(seq: number, { origin }: Extract<Event, { type: "RunStarted" }>): void {
    if (!origin) return;
    const { node, item } = origin;
    const place = item === undefined ? { node } : { node, item };
    this.#keep("input", seq, place);
    if (!this.#replaced.has(keyOf(place))) this.#own.set(keyOf(place), seq);
  }

  /** Of the last run that did the work of a place itself: no fallback, and no replacement of a child. */
  seqOfOwnChild(place: Place): number | undefined {
    return this.#own.get(keyOf(place));
  }

  seqOf(side: Side, place: Place): number | undefined {
    return this.#seqs[side].get(keyOf(place));
  }

  /** Where a whole node is done again, its items are too. */
  #ownAgain(place: Place): void {
    this.#replaced.delete(slotOf(place));
    if (place.item !== undefined) return;
    for (const key of this.#replaced) if (key.startsWith(`${place.node}/`)) this.#replaced.delete(key);
  }

  /** Of an attempt it is the place's too: the last one stands. */
  #keep(side: Side, seq: number, place: Place): void {
    this.#seqs[side].set(keyOf(place), seq);
    const { attempt: _, ...whole } = place;
    this.#seqs[side].set(keyOf(whole), seq);
  }
}

/** What an event says that a place is given; `undefined` = it says nothing of it. */
export function inputIn(event: Event): Stored | undefined {
  switch (event.type) {
    case "AttemptQueued":
    case "AttemptStarted":
    case "RunStarted":
      return event.input;
    case "NodeStarted":
      return event.items as Stored | undefined;
    case "EventEmitted":
      return event.payload;
    default:
      return undefined;
  }
}

export type Completed = Extract<Event, { type: "NodeCompleted" | "ItemCompleted" }>;

export function isCompleted(event: Event): event is Completed {
  return event.type === "NodeCompleted" || event.type === "ItemCompleted";
}

type Again = Extract<Event, { type: "NodeRetried" | "RungTaken" }>;

function isAgain(event: Event): event is Again {
  return event.type === "NodeRetried" || (event.type === "RungTaken" && event.retryAt !== undefined);
}

const REPLACES: ReadonlySet<string> = new Set<RungName>(["fallback", "replaceChild"]);

function slotOf({ node, item }: Place): string {
  return keyOf(item === undefined ? { node } : { node, item });
}

function keyOf({ node, item, attempt }: Place): string {
  return `${node}/${item ?? ""}/${attempt ?? ""}`;
}
