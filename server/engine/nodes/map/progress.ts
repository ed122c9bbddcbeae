import type { Failure } from "../../failure.ts";
import type { MapState } from "../../run/state.ts";
import type { Stored } from "../../values/json.ts";
import type { GraphNode } from "../definitions.ts";

/** How a node that is one for each of a list joins them. */
export type Joined = Pick<Extract<GraphNode, { kind: "map" }>, "join" | "onBranchFail" | "maxConcurrent">;

/** The same of a node whose kind is known at run time only; `null` when it joins no items. */
export function joinedBy(node: GraphNode): Joined | null {
  return node.kind === "map" || node.kind === "plan" ? node : null;
}

/** What a map may do next, from its counters alone. */
export type MapProgress =
  | { readonly do: "start" }
  | { readonly do: "hold" }
  | { readonly do: "complete" }
  | { readonly do: "fail"; readonly failure: Failure };

/** O(1): decides by the counters, never by looking at the items. */
export function mapProgress(node: Joined, map: MapState): MapProgress {
  const verdict = joinVerdict(node, map);
  if (verdict) return verdict;
  const limit = node.maxConcurrent ?? Number.POSITIVE_INFINITY;
  return map.next < map.items.length && map.open < limit ? { do: "start" } : { do: "hold" };
}

function joinVerdict(node: Joined, map: MapState): MapProgress | null {
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
  const settled = joinedBy(node)?.join === "allSettled";
  const label = (index: number) => (node.kind === "plan" ? { label: labelOf(map.items[index]) } : {});
  const outputs = map.items.map((_, index) => {
    const slot = map.slots[index];
    if (!settled) return slot?.output ?? null;
    return slot?.status === "completed"
      ? { status: "succeeded", output: slot.output ?? null, ...label(index) }
      : { status: "failed", failure: slot?.failure ?? null, ...label(index) };
  });
  if (map.single) return outputs[0] as Stored;
  // Items hold stored values and failures, which are JSON.
  return outputs as Stored;
}

/** What a plan calls its child: nothing else in the graph says what an entry is about. */
function labelOf(item: Stored | undefined): string | null {
  if (typeof item !== "object" || item === null) return null;
  const label = (item as Readonly<Record<string, Stored>>)["label"];
  return typeof label === "string" ? label : null;
}
