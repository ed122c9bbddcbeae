import type { BoundGraph, Limits } from "../graph/graph.ts";
import { type NodeId, type RunId, type RunNo, runIdOf } from "../ids.ts";
import type { Unstamped } from "../run/deciding.ts";
import type { Event, TreeOrigin } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import type { TreeState } from "../run/state.ts";
import { newTree } from "../run/tree.ts";
import type { Blob, Stored } from "../values/json.ts";
import { chooseIn, type RunChoices } from "./choices.ts";
import { type ForkFlaw, type ForkPlace, flaw } from "./flaw.ts";
import { Retelling, type Telling } from "./history.ts";
import { type ForkTotals, type PlannedItem, type PlannedRun, planItems, planRun, totalsOf } from "./plan.ts";
import type { Recorded, Recording } from "./record.ts";

/** A result that a node is given before it is reached; its edges are decided by it. */
export type Given = {
  readonly run: RunNo;
  readonly node: NodeId;
  readonly output: Stored;
  readonly port?: string;
};

/** The start of a tree that repeats part of another one. */
export type ForkStart = {
  readonly graph: BoundGraph;
  readonly input: Stored;
  readonly limits: Limits;
  readonly label?: string;
  readonly origin?: TreeOrigin;
  readonly fork: Fork;
  readonly blobs: readonly Blob[];
  readonly plan: ForkPlan;
};
export type Fork = {
  readonly from: RunId;
  readonly node: NodeId;
  readonly item?: number;
  /** All that stands already, from the graphs on. */
  readonly history: readonly Unstamped<Event>[];
  readonly given: readonly Given[];
};

/** Every place of the runs that are looked into, the run of the fork first, and what comes of all that. */
export type ForkPlan = {
  readonly totals: ForkTotals;
  readonly runs: readonly PlannedRun[];
};

export type Forked =
  | ({ readonly kind: "fork" } & ForkStart)
  | { readonly kind: "flaw"; readonly flaw: ForkFlaw }
  | { readonly kind: "missing"; readonly hashes: readonly string[] };

/**
 * Derives the start of a new tree from the journal of an earlier one. The first place names the fork; without more, all
 * results before it and beside it stand, and it is done again with everything that depends on it, in each run above it too.
 */
export function forkOf(
  recording: Recording,
  places: readonly [ForkPlace, ...ForkPlace[]],
  telling: Telling,
): Forked {
  const [first] = places;
  const recorded = recording.within(recording.openedFor(places));
  if (!recorded) return { kind: "flaw", flaw: flaw("RUN_UNKNOWN", first, "there is no such run") };
  const choices = chooseIn(recorded, places);
  if ("code" in choices) return { kind: "flaw", flaw: choices };
  const unknown = places.find((place) => place.item !== undefined && !hasItem(recorded, place));
  if (unknown)
    return {
      kind: "flaw",
      flaw: flaw("ITEM_UNKNOWN", unknown, `node ${unknown.node} had no item ${unknown.item}`),
    };
  const retelling = new Retelling(recorded, choices, telling);
  retelling.tell();
  if (retelling.missing.size > 0) return { kind: "missing", hashes: [...retelling.missing] };
  const misplaced = replaceInputs(recorded, retelling, places);
  if (misplaced) return { kind: "flaw", flaw: misplaced };
  return {
    kind: "fork",
    ...startOf(recorded, retelling, places),
    plan: planOf(recording, recorded, choices),
  };
}

function startOf(
  recorded: Recorded,
  retelling: Retelling,
  places: readonly [ForkPlace, ...ForkPlace[]],
): Omit<ForkStart, "plan"> {
  const [first] = places;
  const { started, runs, graphs } = recorded;
  const root = runs.get(0)?.started;
  const bound = root && graphs.get(root.graph);
  if (!root || !bound) throw new Error("the journal has no root");
  const { v: _v, at: _at, type: _type, ...graph } = bound;
  return {
    graph,
    input: root.input,
    limits: started.limits,
    ...(root.label === undefined ? {} : { label: root.label }),
    ...(started.origin ? { origin: { ...started.origin, closePolicy: "abandon" } } : {}),
    fork: {
      from: runIdOf(started.treeId, first.run),
      node: first.node,
      ...(first.item === undefined ? {} : { item: first.item }),
      history: retelling.events,
      given: places.flatMap((place) => givenAt(retelling, place)),
    },
    blobs: retelling.blobs,
  };
}

/** Items are given in the history itself: nothing follows from one alone. */
function givenAt(retelling: Retelling, { run, node, item, output, port }: ForkPlace): readonly Given[] {
  if (item !== undefined || output === undefined) return [];
  return [{ run: retelling.numberOf(run), node, output, ...(port === undefined ? {} : { port }) }];
}

function planOf(recording: Recording, recorded: Recorded, choices: ReadonlyMap<RunNo, RunChoices>): ForkPlan {
  const spending = recording.spending(new Set(choices.keys()));
  const runs = [...choices].flatMap(([no, chosen]) => planRun(recorded, no, spending, chosen) ?? []);
  return { totals: totalsOf(recorded, choices, runs, spending), runs };
}

/** What can be chosen in a run while nothing in it is named; `null` = there is no such run. */
export function insideRun(recording: Recording, no: RunNo): PlannedRun | null {
  const only = new Set([no]);
  const recorded = recording.within(only);
  return recorded && planRun(recorded, no, recording.spending(only), null);
}

/** What a node holds of which nothing is named; `null` = there is no such node. */
export function insideNode(recording: Recording, no: RunNo, node: NodeId): readonly PlannedItem[] | null {
  const only = new Set([no]);
  const recorded = recording.within(only);
  const bound = recorded?.graphs.get(recorded.runs.get(no)?.started.graph ?? "");
  if (!(recorded && bound && Object.hasOwn(bound.graph.nodes, node))) return null;
  return planItems(recorded, no, node, recording.spending(only));
}

/** Another input for a node that the earlier run had come to; what it had not has none to replace. */
function replaceInputs(
  recorded: Recorded,
  retelling: Retelling,
  places: readonly ForkPlace[],
): ForkFlaw | null {
  const copy = folded(recorded, retelling.events);
  for (const place of places) {
    const { run, node, item, input, output } = place;
    if (item !== undefined || input === undefined || output !== undefined) continue;
    if (copy.runs[retelling.numberOf(run)]?.nodes?.[node]?.status !== "ready")
      return flaw(
        "NEVER_REACHED",
        place,
        `node ${node} would not be the next one, so it has no input to replace`,
      );
    retelling.replaceInput(run, node, input);
  }
  return null;
}

function folded({ started }: Recorded, events: readonly Unstamped<Event>[]): TreeState {
  const copy = newTree();
  evolve(copy, started);
  for (const event of events) evolve(copy, { ...event, v: 1, at: started.at } as Event);
  return copy;
}

function hasItem({ runs }: Recorded, { run, node, item = 0 }: ForkPlace): boolean {
  const opened = runs.get(run)?.opened.get(node);
  if (!opened) return false;
  if (opened.items) return item < opened.items.length;
  return item <= (runs.get(run)?.items.get(node)?.size ?? 0);
}
