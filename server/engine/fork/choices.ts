import type { CompiledGraph } from "../graph/compile.ts";
import { compileGraph } from "../graph/compile.ts";
import type { NodeId, RunNo } from "../ids.ts";
import { kindOf } from "../nodes/definitions.ts";
import type { RunStarted } from "../run/events.ts";
import type { SlotRef } from "../run/state.ts";
import { contradiction } from "./contradictions.ts";
import { dependents, unawaited } from "./dependents.ts";
import { type ForkFlaw, type ForkPlace, flaw } from "./flaw.ts";
import type { Recorded, RunRecord } from "./record.ts";

/** What a fork does inside one run. */
export type RunChoices = {
  readonly graph: CompiledGraph;
  /** Nodes that are done again: those that were named, and all that depend on them. */
  readonly again: ReadonlySet<NodeId>;
  /** Nodes that stay open because something inside them is done again. */
  readonly inside: ReadonlySet<NodeId>;
  /** Nodes that keep their recorded result because somebody says so. */
  readonly kept: ReadonlySet<NodeId>;
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
  const byRun = new Map<RunNo, ForkPlace[]>(Array.from(recorded.runs.keys(), (no) => [no, []]));
  for (const place of places) {
    const ofRun = byRun.get(place.run);
    if (!ofRun) return flaw("RUN_UNKNOWN", place, "there is no such run");
    ofRun.push(place);
  }
  for (const [no, ofRun] of byRun) {
    const found = choicesOf(recorded, no, ofRun);
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
  const record = recorded.runs.get(no) as RunRecord;
  const amiss =
    contradiction({ record, places, openChildren }) ??
    unrecorded(recorded, no, places) ??
    withoutPort(graph, places);
  if (amiss) return amiss;
  const held = whole.filter((place) => place.within);
  const inside = new Set([...openChildren, ...within, ...held].map(({ node }) => node));
  const kept = new Set(whole.filter(({ reuse }) => reuse).map(({ node }) => node));
  const stands = (node: NodeId) => kept.has(node);
  const changed = [...whole.map(({ node }) => node).filter((node) => !stands(node)), ...inside];
  const again = dependents(graph, changed, stands);
  const moot = [...openChildren, ...within, ...held].find(({ node }) => again.has(node));
  if (moot)
    return flaw(
      "DEPENDENT",
      moot,
      `node ${moot.node} is done again as a whole, because it depends on another place of this fork`,
    );
  const early = unawaited(graph, [...new Set([...changed, ...again])], stands);
  if (early)
    return flaw(
      "CONTRADICTION",
      { run: no, node: early.node },
      `node ${early.node} reads ${early.reads}, which does not stand as it was, but all that leads from there to it keeps its result; let ${early.node} keep its result too, or do again what leads to it`,
    );
  return {
    graph,
    again,
    inside,
    kept,
    places: new Map(whole.map((place) => [place.node, place])),
    items: byItem(within),
  };
}

/** Places in this run of the opened runs that it started. */
function childrenIn({ children }: Recorded, no: RunNo): readonly SlotRef[] {
  const below = [...(children.get(no)?.values() ?? [])].flat();
  return below.flatMap(({ started: { origin } }) => origin ?? []);
}

/** What is to keep a result must have one. */
function unrecorded(recorded: Recorded, no: RunNo, places: readonly ForkPlace[]): ForkFlaw | null {
  const without = places.find(
    ({ reuse, node, item }) =>
      reuse && !(item === undefined ? isCompleted(recorded, no, node) : isItemDone(recorded, no, node, item)),
  );
  if (!without) return null;
  const what =
    without.item === undefined ? `node ${without.node}` : `item ${without.item} of ${without.node}`;
  return flaw("NEVER_REACHED", without, `${what} has no result that could be used`);
}

/** A result that is given to a node with ports says at which of them it goes on. */
function withoutPort(graph: CompiledGraph, places: readonly ForkPlace[]): ForkFlaw | null {
  for (const place of places) {
    const definition = graph.nodes.get(place.node)?.node;
    if (place.output === undefined || !definition) continue;
    const ports = place.item === undefined ? kindOf(definition).ports?.(definition) : undefined;
    const fits = place.port === undefined ? !ports?.required : ports?.names.includes(place.port);
    if (fits) continue;
    const needs = ports
      ? `goes on at one of its ports: ${ports.names.join(", ")}`
      : "has no ports: its result takes none";
    return flaw("PORT_UNKNOWN", place, `node ${place.node} ${needs}`);
  }
  return null;
}

function isItemDone({ runs }: Recorded, no: RunNo, node: NodeId, item: number): boolean {
  return runs.get(no)?.items.get(node)?.get(item)?.event.type === "ItemCompleted";
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
