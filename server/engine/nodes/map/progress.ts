import type { Failure } from "../../failure.ts";
import type { MapState } from "../../run/state.ts";
import type { Stored } from "../../values/json.ts";
import type { GraphNode } from "../definitions.ts";

export type MapNode = Omit<
  Extract<GraphNode, { kind: "map" }>,
  "name" | "description" | "position" | "inputSchema" | "outputSchema"
>;

/** What a map may do next, from its counters alone. */
export type MapProgress =
  | { readonly do: "start" }
  | { readonly do: "hold" }
  | { readonly do: "complete" }
  | { readonly do: "fail"; readonly failure: Failure };

/** O(1): decides by the counters, never by looking at the items. */
export function mapProgress(node: MapNode, map: MapState): MapProgress {
  const verdict = joinVerdict(node, map);
  if (verdict) return verdict;
  const limit = node.maxConcurrent ?? Number.POSITIVE_INFINITY;
  return map.next < map.items.length && map.open < limit ? { do: "start" } : { do: "hold" };
}

function joinVerdict(node: MapNode, map: MapState): MapProgress | null {
  const total = map.items.length;
  const settled = map.completed + map.failed === total;
  const join = node.join ?? "all";
  if (join === "allSettled") return settled ? { do: "complete" } : null;
  const need = join === "all" ? total : join === "any" ? 1 : join.n;
  if (map.completed >= need) return { do: "complete" };
  const reachable = total - map.failed >= need;
  const mayStop = settled || (node.onBranchFail ?? "cancelSiblings") === "cancelSiblings";
  return !reachable && mayStop ? { do: "fail", failure: unreachable(need, map) } : null;
}

function unreachable(need: number, map: MapState): Failure {
  const first = map.slots.find((slot) => slot?.status === "failed")?.failure;
  if (first) return first;
  return {
    class: "child",
    code: "JoinUnreachable",
    message: `The join needs ${need} completed items, but there are ${map.items.length}.`,
    retryable: false,
    details: { need, items: map.items.length },
  };
}

/** Output of a map: its items' outputs in order (null where there is none), or one `{status, …}` an item when settled. */
export function collectItems(node: GraphNode, map: MapState | undefined): Stored {
  if (!map) return [];
  const settled = node.kind === "map" && node.join === "allSettled";
  const outputs = map.items.map((_, index) => {
    const slot = map.slots[index];
    if (!settled) return slot?.output ?? null;
    return slot?.status === "completed"
      ? { status: "succeeded", output: slot.output ?? null }
      : { status: "failed", failure: slot?.failure ?? null };
  });
  // Items hold stored values and failures, which are JSON.
  return outputs as Stored;
}
