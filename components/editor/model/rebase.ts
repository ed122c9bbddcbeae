import type { Graph, GraphEdge } from "#server/engine/graph/graph";
import { sameJson } from "#server/engine/modification/compare";
import { diffGraphs } from "#server/engine/modification/diff";
import type { Json } from "#server/engine/values/json";
import { type Entry, edit, goTo, type History } from "./history";

/** What somebody else has made of what was saved, and what both have made of it together. */
export type Merge = {
  readonly saved: Graph;
  readonly by: string;
  readonly theirs: Graph;
  readonly merged: Graph;
};

/**
 * Has what was done since it was saved follow what somebody else has saved since: what is taken back then is one's own, and
 * leads to theirs. It is an entry for each edit where these lead to what was merged, and one for all of them otherwise.
 * `null` = no entry ends where it was saved.
 */
export function rebased(history: History, { saved, by, theirs, merged }: Merge, at: number): History | null {
  const kept = endOf(history, saved);
  if (kept === null) return null;
  const back = goTo(history, kept);
  const there = done(back, { label: `Changes of ${by}`, by, operations: diffGraphs(back.graph, theirs) }, at);
  if (!there) return null;
  const own = history.past.slice(kept);
  const each = own.reduce<History | null>((so, entry) => so && done(so, entry, entry.at), there);
  const whole =
    each && same(inAnyOrder(each.graph), inAnyOrder(merged)) ? each : asOne(there, by, merged, at);
  return whole && withNewIds(whole, history, kept);
}

function asOne(there: History, by: string, merged: Graph, at: number): History | null {
  return done(there, { label: `Merge with ${by}`, operations: diffGraphs(there.graph, merged) }, at);
}

/** How many edits led to a graph; `null` = it lies within one, or is not known any more. */
function endOf({ graph, past }: History, saved: Graph): number | null {
  const last = past.findLastIndex(({ after }) => same(after, saved));
  if (last >= 0) return last + 1;
  return same(past[0]?.before ?? graph, saved) ? 0 : null;
}

type Done = Pick<Entry, "label" | "operations"> & Partial<Pick<Entry, "by" | "glides">>;

/** Without its group: what is done again goes on from nothing. */
function done(history: History, { label, operations, by, glides }: Done, at: number): History | null {
  const given = { label, operations, ...(by ? { by } : {}), ...(glides ? { glides } : {}) };
  const edited = edit(history, given, at);
  return edited.ok ? edited.history : null;
}

/** Entries that come anew have other names than those that they take the place of. */
function withNewIds(history: History, before: History, kept: number): History {
  const shift = (before.past.at(-1)?.id ?? 0) - (before.past[kept - 1]?.id ?? 0);
  return {
    ...history,
    past: history.past.map((entry, at) => (at < kept ? entry : { ...entry, id: entry.id + shift })),
  };
}

/** Whose edges stand first is nobody's wish. */
function inAnyOrder(graph: Graph): Graph {
  const text = (edge: GraphEdge) => JSON.stringify([edge.source, edge.target, edge.port, edge.when]);
  return { ...graph, edges: graph.edges.toSorted((a, b) => text(a).localeCompare(text(b))) };
}

function same(a: Graph, b: Graph): boolean {
  return a === b || sameJson(a as unknown as Json, b as unknown as Json);
}
