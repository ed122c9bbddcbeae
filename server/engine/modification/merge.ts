import { mergeEdge } from "./merge-edge.ts";
import { mergeNode } from "./merge-node.ts";
import { mergeChanges, mergeSettings } from "./merge-settings.ts";
import type { Operation } from "./schemas.ts";

/** What two operations that follow each other are together; `null` where they are two. */
export function merge(earlier: Operation, later: Operation): readonly Operation[] | null {
  if ("edge" in earlier && "edge" in later) return mergeEdge(earlier, later);
  if ("id" in earlier && "id" in later && earlier.id === later.id) return mergeNode(earlier, later);
  return earlier.op === later.op ? mergeWorkflow(earlier, later) : null;
}

/** Operations of one kind, on the workflow as a whole. */
function mergeWorkflow(earlier: Operation, later: Operation): readonly Operation[] | null {
  if (earlier.op === "setLimits" && later.op === "setLimits") return [mergeSettings(earlier, later)];
  if (earlier.op === "setMeta" && later.op === "setMeta") return [mergeSettings(earlier, later)];
  if (earlier.op === "setWorkflow" && later.op === "setWorkflow") return mergeChanges(earlier, later);
  const both = earlier.op === "changeStrategy" && later.op === "changeStrategy";
  return both && earlier.id === undefined && later.id === undefined ? [later] : null;
}
