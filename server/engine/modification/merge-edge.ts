import type { GraphEdge } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import { mergeChanges } from "./merge-settings.ts";
import { changeAll } from "./patch.ts";
import { isSameEdge } from "./places.ts";
import type { Operation, OperationOf } from "./schemas.ts";

type OnEdge = Extract<Operation, { edge?: unknown }>;
type Later = OperationOf<"setEdge"> | OperationOf<"removeEdge">;

/** Two operations on one edge. Only one that both call by its ends: a place may have come to mean another one. */
export function mergeEdge(earlier: OnEdge, later: OnEdge): readonly Operation[] | null {
  if (later.op !== "setEdge" && later.op !== "removeEdge") return null;
  if (later.edge.at !== undefined || !earlier.edge || !isSameEdge(earlier.edge, later.edge)) return null;
  if (earlier.op === "addEdge") return earlier.again ? null : ontoAdded(earlier, later);
  if (earlier.op !== "setEdge" || earlier.edge.at !== undefined) return null;
  return later.op === "removeEdge" ? [later] : mergeChanges(earlier, later);
}

function ontoAdded(earlier: OperationOf<"addEdge">, later: Later): readonly Operation[] | null {
  if (later.op === "removeEdge") return [];
  const changed = changeAll(earlier.edge as unknown as Json, later.changes);
  return "value" in changed ? [{ ...earlier, edge: changed.value as GraphEdge }] : null;
}
