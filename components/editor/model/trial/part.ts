import type { Graph } from "#server/engine/graph/graph";
import { before, lackedBefore, leadsTo } from "#server/engine/graph/trial";
import type { DraftPins, LastRun } from "#server/services/types";

/** What of a draft is run: all of it, up to a node, from a node on, or one node alone. */
export type Part = { readonly until?: string; readonly from?: string };

/** What a run of a part does at its root, and what it takes as it is. */
export type PartPlan = {
  readonly does: readonly string[];
  readonly pinned: readonly string[];
  readonly reused: readonly string[];
};

export function planPart(
  graph: Graph,
  { until, from }: Part,
  pins: DraftPins["pins"],
  last: LastRun | null,
): PartPlan {
  const kept = until === undefined ? null : new Set([until, ...before(graph, until)]);
  const does: string[] = [];
  const pinned: string[] = [];
  const reused: string[] = [];
  for (const id of Object.keys(graph.nodes)) {
    if (kept && !kept.has(id)) continue;
    const known =
      from !== undefined && id !== from && !leadsTo(graph, from, id) && last && Object.hasOwn(last.nodes, id);
    if (Object.hasOwn(pins, id)) pinned.push(id);
    else if (known) reused.push(id);
    else does.push(id);
  }
  return { does, pinned, reused };
}

/** What a part needs to be known before it can be run, when no run has ended. */
export function lackedBy(graph: Graph, { from }: Part, pins: DraftPins["pins"]): readonly string[] {
  return from === undefined ? [] : lackedBefore(graph, from, pins);
}

export function partWords({ until, from }: Part): string {
  if (until !== undefined && until === from) return `Run ${until} alone`;
  if (until !== undefined) return `Run to ${until}`;
  return from === undefined ? "Run draft" : `Run from ${from}`;
}
