import type { Graph } from "#server/engine/graph/graph";
import { applyOperations } from "#server/engine/modification/apply";
import { sameJson } from "#server/engine/modification/compare";
import type { Operation } from "#server/engine/modification/schemas";
import { squash } from "#server/engine/modification/squash";
import type { Json } from "#server/engine/values/json";

/** Something that a person does in one go. */
export type Edit = {
  /** What the list of edits calls it, such as `Move 3 nodes`. */
  readonly label: string;
  readonly operations: readonly Operation[];
  /** Edits of one group that follow each other closely are one entry: the letters of a word, the steps of a nudge. */
  readonly group?: string;
  /** Who did it, where it was somebody else. */
  readonly by?: string;
  /** Nodes are seen on their way to where it puts them. */
  readonly glides?: true;
};

export type Entry = Edit & {
  readonly id: number;
  /** What leads back. */
  readonly inverse: readonly Operation[];
  /** What it was done to, and what that became. */
  readonly before: Graph;
  readonly after: Graph;
  readonly at: number;
};

/** A graph, the edits that led to it, and those that were taken back from it, the next first. */
export type History = {
  readonly graph: Graph;
  readonly past: readonly Entry[];
  readonly future: readonly Entry[];
};

export type Edited =
  | { readonly ok: true; readonly history: History }
  | { readonly ok: false; readonly message: string };

/** Older edits than this many cannot be taken back. */
export const MOST_ENTRIES = 500;
/** A pause that ends a group. */
export const GROUP_IDLE_MS = 400;

export function startHistory(graph: Graph): History {
  return { graph, past: [], future: [] };
}

/** Does an edit, all of it or nothing. What was taken back before is gone then; an edit that changes nothing is none. */
export function edit(history: History, { operations, ...said }: Edit, at: number): Edited {
  const applied = applyOperations(history.graph, operations);
  if (!applied.ok) return { ok: false, message: applied.refusal.message };
  const { graph, inverse } = applied;
  if (inverse.length === 0) return { ok: true, history };
  const last = history.past.at(-1);
  if (last && goesOn(last, said.group, at) && history.future.length === 0) {
    const whole = squash([...last.operations, ...operations]);
    const entry = {
      ...last,
      ...said,
      at,
      operations: whole,
      inverse: [...inverse, ...last.inverse],
      after: graph,
    };
    return { ok: true, history: { graph, past: history.past.with(-1, entry), future: [] } };
  }
  const entry: Entry = {
    ...said,
    operations,
    inverse,
    before: history.graph,
    after: graph,
    at,
    id: (last?.id ?? 0) + 1,
  };
  return { ok: true, history: { graph, past: [...history.past, entry].slice(-MOST_ENTRIES), future: [] } };
}

function goesOn({ group, at: before }: Entry, next: string | undefined, at: number): boolean {
  return next !== undefined && group === next && at - before <= GROUP_IDLE_MS;
}

export function undo(history: History): History {
  const entry = history.past.at(-1);
  if (!entry) return history;
  const { graph } = led(history.graph, entry.inverse);
  return {
    graph: inOrderOf(entry.before, graph),
    past: history.past.slice(0, -1),
    future: [entry, ...history.future],
  };
}

export function redo(history: History): History {
  const [entry, ...future] = history.future;
  if (!entry) return history;
  const { graph, inverse } = led(history.graph, entry.operations);
  return { graph: inOrderOf(entry.after, graph), past: [...history.past, { ...entry, inverse }], future };
}

/** What somebody else has saved and was taken back from one moment to the next, the first done first. */
export function theirsTakenBack({ past }: History, { future }: History): readonly Entry[] {
  return future.filter((entry) => entry.by !== undefined && past.includes(entry));
}

/** To where so many edits are done: back or on. */
export function goTo(history: History, done: number): History {
  let at = history;
  while (at.past.length > done && at.past.length > 0) at = undo(at);
  while (at.past.length < done && at.future.length > 0) at = redo(at);
  return at;
}

/** Operations do not say in which order fields stand; the code shows it, so it comes back too. */
function inOrderOf(seen: Graph, led: Graph): Graph {
  return sameJson(seen as unknown as Json, led as unknown as Json) ? seen : led;
}

/** What was done applies again where it was done: anything else is a fault of ours, and worse than a crash if it is kept. */
function led(graph: Graph, operations: readonly Operation[]) {
  const applied = applyOperations(graph, operations);
  if (!applied.ok) throw new Error(`An edit cannot be taken back: ${applied.refusal.message}`);
  return applied;
}
