import type { NodeId, RunNo } from "../ids.ts";
import type {
  Event,
  GraphBound,
  ItemCompleted,
  ItemFailed,
  NodeCompleted,
  NodeSkipped,
  NodeStarted,
  PlanMade,
  RunStarted,
  TreeStarted,
  VariableSet,
} from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import type { SlotRef, TreeState } from "../run/state.ts";
import { newTree, runAt } from "../run/tree.ts";
import type { Stored } from "../values/json.ts";
import { isSpending, Spending } from "./spent.ts";

/** A node that was done or skipped, with what it gave. */
export type Ended =
  | { readonly event: NodeCompleted; readonly output: Stored }
  | { readonly event: NodeSkipped };
export type ItemEnded =
  | { readonly event: ItemCompleted; readonly output: Stored }
  | { readonly event: ItemFailed };

/** What the journal says of one run. */
export type RunRecord = {
  readonly started: RunStarted;
  /** In the order in which they ended. */
  readonly ended: Map<NodeId, Ended>;
  /** Nodes that failed and were not asked again. */
  readonly failed: Set<NodeId>;
  /** Nodes that hold items, as they opened. */
  readonly opened: Map<NodeId, NodeStarted | PlanMade>;
  readonly items: Map<NodeId, Map<number, ItemEnded>>;
  readonly variables: VariableSet[];
};

/** What a tree was, as far as some of its runs are looked into. */
export type Recorded = {
  readonly started: TreeStarted;
  readonly graphs: ReadonlyMap<string, GraphBound>;
  readonly runs: ReadonlyMap<RunNo, RunRecord>;
  /** Of those the ones that each started, by the node that did. */
  readonly children: ReadonlyMap<RunNo, ReadonlyMap<NodeId, readonly RunRecord[]>>;
};

/** What its journal says of a tree, folded once for whatever is asked about forks of it, and further by what comes later. */
export class Recording {
  readonly #tree = newTree();
  readonly #graphs = new Map<string, GraphBound>();
  readonly #runs = new Map<RunNo, RunRecord>();
  readonly #spending: Event[] = [];
  #started: TreeStarted | null = null;

  take(event: Event): void {
    evolve(this.#tree, event);
    if (event.type === "TreeStarted") this.#started = event;
    else if (event.type === "GraphBound") this.#graphs.set(event.hash, event);
    else if (event.type === "RunStarted") this.#runs.set(event.run, newRecord(event));
    if (isSpending(event)) this.#spending.push(event);
    const run = "run" in event ? this.#runs.get(event.run) : undefined;
    if (run) keep(run, this.#tree, event);
  }

  get treeId(): string {
    return this.#started?.treeId ?? "";
  }

  /** Runs from the root down to those that are named; what is not among them is taken as a whole or done anew. */
  openedFor(places: readonly SlotRef[]): ReadonlySet<RunNo> {
    const opened = new Set<RunNo>();
    for (const { run } of places)
      for (
        let no: RunNo | undefined = run;
        no !== undefined && this.#runs.has(no) && !opened.has(no);
        no = this.#runs.get(no)?.started.origin?.run
      )
        opened.add(no);
    return opened;
  }

  /** As far as these runs are looked into; `null` = nothing has begun. */
  within(opened: ReadonlySet<RunNo>): Recorded | null {
    if (!this.#started) return null;
    const runs = new Map<RunNo, RunRecord>();
    for (const no of opened) {
      const run = this.#runs.get(no);
      if (run) runs.set(no, run);
    }
    return { started: this.#started, graphs: this.#graphs, runs, children: childrenOf(runs) };
  }

  spending(opened: ReadonlySet<RunNo>): Spending {
    return new Spending(this.#spending, opened);
  }
}

export function recordingOf(journal: readonly Event[]): Recording {
  const recording = new Recording();
  for (const event of journal) recording.take(event);
  return recording;
}

function childrenOf(runs: ReadonlyMap<RunNo, RunRecord>): Recorded["children"] {
  const children = new Map<RunNo, Map<NodeId, RunRecord[]>>();
  for (const child of runs.values()) {
    const { origin } = child.started;
    if (!origin) continue;
    const ofRun = children.get(origin.run) ?? new Map<NodeId, RunRecord[]>();
    const ofNode = ofRun.get(origin.node) ?? [];
    ofNode.push(child);
    children.set(origin.run, ofRun.set(origin.node, ofNode));
  }
  return children;
}

function newRecord(started: RunStarted): RunRecord {
  return { started, ended: new Map(), failed: new Set(), opened: new Map(), items: new Map(), variables: [] };
}

function keep(run: RunRecord, tree: TreeState, event: Event): void {
  switch (event.type) {
    case "NodeCompleted":
      run.ended.set(event.node, {
        event,
        output: runAt(tree, event.run).nodes?.[event.node]?.output ?? null,
      });
      return;
    case "NodeSkipped":
      run.ended.set(event.node, { event });
      return;
    case "NodeFailed":
      run.failed.add(event.node);
      return;
    case "NodeRetried":
      if (event.item === undefined) run.failed.delete(event.node);
      return;
    case "NodeStarted":
    case "PlanMade":
      if (event.type === "PlanMade" || event.items || event.loop) run.opened.set(event.node, event);
      return;
    case "ItemCompleted":
      itemsOf(run, event.node).set(event.item, { event, output: outputOf(tree, event) });
      return;
    case "ItemFailed":
      itemsOf(run, event.node).set(event.item, { event });
      return;
    case "VariableSet":
      run.variables.push(event);
      return;
    default:
  }
}

function itemsOf(run: RunRecord, node: NodeId): Map<number, ItemEnded> {
  const items = run.items.get(node) ?? new Map<number, ItemEnded>();
  run.items.set(node, items);
  return items;
}

function outputOf(tree: TreeState, { result }: ItemCompleted): Stored {
  return "output" in result ? result.output : (runAt(tree, result.from).output ?? null);
}
