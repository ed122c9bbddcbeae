import type { CompiledGraph } from "../graph/compile.ts";
import { compileGraph } from "../graph/compile.ts";
import type { NodeId, RunNo } from "../ids.ts";
import type { RunStarted } from "../run/events.ts";
import type { SlotRef } from "../run/state.ts";
import type { Stored } from "../values/json.ts";
import type { Recorded } from "./record.ts";

/** One place of the earlier run and what becomes of it: done again, with another input, or taken as something else. */
export type ForkPlace = SlotRef & {
  readonly input?: Stored;
  readonly output?: Stored;
  readonly port?: string;
  /** Its recorded result stands, though what it depends on is done again. */
  readonly reuse?: true;
};

export type ForkFlaw = { readonly code: ForkFlawCode; readonly place: SlotRef; readonly message: string };
export type ForkFlawCode = "RUN_UNKNOWN" | "NODE_UNKNOWN" | "ITEM_UNKNOWN" | "NEVER_REACHED" | "DEPENDENT";

/** What a fork does inside one run. */
export type RunChoices = {
  readonly graph: CompiledGraph;
  /** Nodes that are done again: those that were named, and all that depend on them. */
  readonly again: ReadonlySet<NodeId>;
  /** Nodes that stay open because something inside them is done again. */
  readonly inside: ReadonlySet<NodeId>;
  /** By node. */
  readonly places: ReadonlyMap<NodeId, ForkPlace>;
  /** By node and item. */
  readonly items: ReadonlyMap<NodeId, ReadonlyMap<number, ForkPlace>>;
};

/** For each opened run what is done again in it, or what cannot be. */
export function chooseIn(
  recorded: Recorded,
  places: readonly ForkPlace[],
): ReadonlyMap<RunNo, RunChoices> | ForkFlaw {
  const choices = new Map<RunNo, RunChoices>();
  for (const place of places)
    if (!recorded.runs.has(place.run)) return flaw("RUN_UNKNOWN", place, "there is no such run");
  for (const no of recorded.runs.keys()) {
    const found = choicesOf(
      recorded,
      no,
      places.filter(({ run }) => run === no),
    );
    if ("code" in found) return found;
    choices.set(no, found);
  }
  return choices;
}

function choicesOf(recorded: Recorded, no: RunNo, places: readonly ForkPlace[]): RunChoices | ForkFlaw {
  const { started } = recorded.runs.get(no) as { readonly started: RunStarted };
  const bound = recorded.graphs.get(started.graph);
  if (!bound) throw new Error(`the journal has no graph ${started.graph}`);
  const graph = compileGraph(bound.graph);
  for (const place of places)
    if (!graph.nodes.has(place.node))
      return flaw("NODE_UNKNOWN", place, `its graph has no node "${place.node}"`);
  const whole = places.filter(({ item }) => item === undefined);
  const within = places.filter(({ item }) => item !== undefined);
  const openChildren = childrenIn(recorded, no);
  // What undid something belongs to no node of the graph.
  const undoing = openChildren.find(({ node }) => !graph.nodes.has(node));
  if (undoing) return flaw("NODE_UNKNOWN", undoing, "what undoes a run cannot be forked");
  const inside = new Set([...openChildren, ...within].map(({ node }) => node));
  const again = dependents(graph, [
    ...whole.filter(({ reuse }) => !reuse).map(({ node }) => node),
    ...inside,
  ]);
  const moot = [...openChildren, ...within].find(({ node }) => again.has(node));
  if (moot)
    return flaw(
      "DEPENDENT",
      moot,
      `node ${moot.node} is done again as a whole, because it depends on another place of this fork`,
    );
  const unrecorded = whole.find(({ reuse, node }) => reuse && !isCompleted(recorded, no, node));
  if (unrecorded)
    return flaw("NEVER_REACHED", unrecorded, `node ${unrecorded.node} has no result that could be used`);
  return {
    graph,
    again,
    inside,
    places: new Map(whole.map((place) => [place.node, place])),
    items: byItem(within),
  };
}

/** Places in this run of the opened runs that it started. */
function childrenIn({ runs }: Recorded, no: RunNo): readonly SlotRef[] {
  return [...runs.values()].flatMap(({ started: { origin } }) => (origin?.run === no ? [origin] : []));
}

/** The named nodes, unless they only hold what is done again, and everything that edges lead to from any of them. */
function dependents(graph: CompiledGraph, seeds: readonly NodeId[]): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const open = [...seeds];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { edge } of graph.nodes.get(id)?.outgoing ?? [])
      if (!found.has(edge.target)) {
        found.add(edge.target);
        open.push(edge.target);
      }
  return found;
}

function isCompleted({ runs }: Recorded, no: RunNo, node: NodeId): boolean {
  return runs.get(no)?.ended.get(node)?.event.type === "NodeCompleted";
}

function byItem(places: readonly ForkPlace[]): ReadonlyMap<NodeId, ReadonlyMap<number, ForkPlace>> {
  const items = new Map<NodeId, Map<number, ForkPlace>>();
  for (const place of places) {
    const ofNode = items.get(place.node) ?? new Map<number, ForkPlace>();
    items.set(place.node, ofNode.set(place.item ?? 0, place));
  }
  return items;
}

export function flaw(code: ForkFlawCode, { run, node, item }: SlotRef, message: string): ForkFlaw {
  return { code, place: item === undefined ? { run, node } : { run, node, item }, message };
}
