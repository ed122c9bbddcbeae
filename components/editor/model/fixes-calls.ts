import type { Graph, Problem } from "#server/engine/graph/graph";
import { type Fix, fix } from "./fix";
import { settingAt } from "./value-at";

/** A call of a revision that is not there: the latest, as it is published when a run comes there or as it is now. */
export function fixRevision(graph: Graph, { path, message }: Problem): readonly Fix[] {
  const [, latest] = /the latest is (\d+)/.exec(message) ?? [];
  const [free, pinned] = [settingAt(graph, path), latest && settingAt(graph, path, Number(latest))];
  return [
    ...(free ? [fix("Call the latest", [free])] : []),
    ...(pinned ? [fix(`Pin revision ${latest}`, [pinned])] : []),
  ];
}
