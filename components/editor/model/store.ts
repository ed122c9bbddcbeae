import type { Graph } from "#server/engine/graph/graph";
import { diffGraphs } from "#server/engine/modification/diff";
import type { Operation } from "#server/engine/modification/schemas";
import type { Selection } from "./acts";
import { asideAt } from "./asides";
import { edgeKeys } from "./edges";
import { type Places, placesOf } from "./geometry";
import { type Edit, type Entry, edit, goTo, type History, startHistory } from "./history";
import { type Merge, rebased } from "./rebase";
import { placeMissing } from "./tidy";

export type EditorState = {
  readonly history: History;
  readonly graph: Graph;
  /** Where every node is drawn. */
  readonly places: Places;
  readonly selection: Selection;
  /** Why the last edit was refused; `null` = it was not. */
  readonly refusal: string | null;
};

/** After these a node that was placed for the person stays where they have seen it. */
const STRUCTURAL: readonly Operation["op"][] = [
  "addNode",
  "removeNode",
  "addEdge",
  "removeEdge",
  "rewireEdge",
  "insertApproval",
  "setPosition",
];

/** What stands beside nodes stays beside them only where they stay. */
function isStructural(operation: Operation): boolean {
  if (operation.op !== "setWorkflow") return STRUCTURAL.includes(operation.op);
  return operation.changes.some(({ path }) => path.startsWith("/layout/"));
}

const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

/** A graph that is being edited: every change goes through here, as operations. */
export class EditorStore {
  private state: EditorState;
  private given: Places;
  private readonly listeners = new Set<() => void>();
  private readonly now: () => number;

  constructor(graph: Graph, now: () => number = Date.now) {
    this.now = now;
    this.given = placeMissing(graph);
    this.state = {
      history: startHistory(graph),
      graph,
      places: placesOf(graph, this.given),
      selection: NOTHING,
      refusal: null,
    };
  }

  readonly get = (): EditorState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Does an edit, and says whether it was done; why not stands in the state. @param select What is chosen then. */
  do(given: Edit, select?: Partial<Selection>): boolean {
    const refusal = this.attempt(given, select);
    if (refusal !== null) this.set({ refusal });
    return refusal === null;
  }

  /** The same for who shows by themselves why an edit was refused; `null` = it was not. */
  attempt(given: Edit, select?: Partial<Selection>): string | null {
    const edited = edit(this.state.history, this.withPlaces(given), this.now());
    if (!edited.ok) return edited.message;
    this.follow(given.operations);
    this.show(edited.history, select);
    return null;
  }

  /** Takes over what was merged with what somebody else has saved: the edits since then come after theirs. */
  merge(merge: Merge): boolean {
    const history = rebased(this.state.history, merge, this.now());
    if (history) this.show(history);
    const { by, merged } = merge;
    const operations = diffGraphs(this.state.graph, merged);
    return history !== null || this.do({ label: `Merge with ${by}`, by, operations });
  }

  undo(): void {
    this.goTo(this.state.history.past.length - 1);
  }

  redo(): void {
    this.goTo(this.state.history.past.length + 1);
  }

  /** Does again what was taken back, up to an edit; nothing where that cannot be done any more. */
  redoTo(entry: Entry): void {
    const { past, future } = this.state.history;
    this.goTo(past.length + future.indexOf(entry) + 1);
  }

  /** To where so many edits are done. */
  goTo(done: number): void {
    const history = goTo(this.state.history, Math.max(0, done));
    if (history !== this.state.history) this.show(history);
  }

  select(selection: Partial<Selection>): void {
    this.set({ selection: { ...NOTHING, ...selection } });
  }

  refuse(refusal: string | null): void {
    if (refusal !== this.state.refusal) this.set({ refusal });
  }

  /** Places that were given are stated before an edit that would have others given at the next opening. */
  private withPlaces(given: Edit): Edit {
    if (!given.operations.some(isStructural)) return given;
    const { graph, places } = this.state;
    const stated = Object.entries(graph.nodes).flatMap(([id, node]): Operation[] => {
      const position = places.get(id);
      return node.position || !position ? [] : [{ op: "setPosition", id, position }];
    });
    return stated.length === 0 ? given : { ...given, operations: [...stated, ...given.operations] };
  }

  /** A node that was placed keeps its place under its new name. */
  private follow(operations: readonly Operation[]): void {
    const given = new Map(this.given);
    for (const operation of operations) {
      const place = operation.op === "renameNode" ? given.get(operation.id) : undefined;
      if (operation.op === "renameNode" && place) given.set(operation.to, place);
    }
    this.given = given;
  }

  private show(history: History, select?: Partial<Selection>): void {
    const { graph } = history;
    this.given = placeMissing(graph, this.given);
    const selection = select ? { ...NOTHING, ...select } : present(graph, this.state.selection);
    this.set({ history, graph, places: placesOf(graph, this.given), selection, refusal: null });
  }

  private set(next: Partial<EditorState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) listener();
  }
}

/** What of a selection is still there. */
function present(graph: Graph, { nodes, edges, asides }: Selection): Selection {
  const beside = new Set([...(asides ?? [])].filter((key) => asideAt(graph, key) !== null));
  const keys = new Set(edges.size > 0 ? edgeKeys(graph.edges) : []);
  return {
    nodes: new Set([...nodes].filter((id) => Object.hasOwn(graph.nodes, id))),
    edges: new Set([...edges].filter((key) => keys.has(key))),
    ...(beside.size > 0 ? { asides: beside } : {}),
  };
}
