import type { NodeId } from "#server/engine/ids";
import type { Event } from "#server/engine/run/events";
import type { Stored } from "#server/engine/values/json";

/** A node of a run, an item of it, or one attempt there. */
export type Place = { readonly node: NodeId; readonly item?: number; readonly attempt?: number };
export type Side = "input" | "output";

/** Which events of one run hold what its places were given and gave: values stay in the journal until they are asked for. */
export class PlaceSources {
  readonly #seqs: Readonly<Record<Side, Map<string, number>>> = { input: new Map(), output: new Map() };

  /** Takes the next event of this run; others must be left out. */
  take(seq: number, event: Event): void {
    if (inputIn(event) !== undefined) this.#keep("input", seq, event as Place);
    else if (event.type === "PlanMade") this.#seqs.output.set(keyOf(event), seq);
    else if (isCompleted(event)) this.#keep("output", seq, event);
  }

  /** A run that a node of this run has started: what it was given is what the node was. */
  takeChild(seq: number, { origin }: Extract<Event, { type: "RunStarted" }>): void {
    if (!origin) return;
    const { node, item } = origin;
    this.#keep("input", seq, item === undefined ? { node } : { node, item });
  }

  seqOf(side: Side, place: Place): number | undefined {
    return this.#seqs[side].get(keyOf(place));
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

function keyOf({ node, item, attempt }: Place): string {
  return `${node}/${item ?? ""}/${attempt ?? ""}`;
}
