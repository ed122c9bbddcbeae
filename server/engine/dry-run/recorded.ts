import type { NodeId } from "../ids.ts";
import type { Event } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import type { TreeState } from "../run/state.ts";
import { newTree, pathOf, runAt } from "../run/tree.ts";
import type { Stored } from "../values/json.ts";
import { placeKey } from "./setup.ts";

export type RecordedResult = { readonly output: Stored; readonly port?: string };

/** The results of a tree, read from its events in order: those of the root's nodes, and of every call by its place. */
export class RecordedResults {
  input: Stored = null;
  readonly nodes = new Map<NodeId, RecordedResult>();
  readonly places = new Map<string, Stored>();
  #tree: TreeState = newTree();

  take(event: Event): void {
    evolve(this.#tree, event);
    if (event.type === "RunStarted" && event.run === 0) this.input = event.input;
    if (event.type === "NodeCompleted" && event.run === 0) this.#keepNode(event);
    if (event.type !== "NodeCompleted" && event.type !== "ItemCompleted") return;
    if (event.attempt === undefined || !("output" in event.result)) return;
    const item = event.type === "ItemCompleted" ? event.item : undefined;
    this.places.set(placeKey(pathOf(this.#tree, event.run), event.node, item), event.result.output);
  }

  /** Lets go of what only led there, by far the most of it. Nothing is taken afterwards. */
  end(): this {
    this.#tree = newTree();
    return this;
  }

  #keepNode({ node, port }: Extract<Event, { type: "NodeCompleted" }>): void {
    const output = runAt(this.#tree, 0).nodes?.[node]?.output ?? null;
    this.nodes.set(node, { output, ...(port === undefined ? {} : { port }) });
  }
}
