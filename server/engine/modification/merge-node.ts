import type { GraphNode } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import { mergeChanges } from "./merge-settings.ts";
import { type Change, changeAll } from "./patch.ts";
import type { Operation, OperationOf } from "./schemas.ts";

/** Two operations on one node. */
export function mergeNode(earlier: Operation, later: Operation): readonly Operation[] | null {
  switch (earlier.op) {
    case "addNode":
      return later.op === "removeNode" ? [] : ontoNode(earlier, later);
    case "replaceNode":
      return later.op === "removeNode" ? [later] : ontoNode(earlier, later);
    case "setNode":
      return later.op === "setNode" ? mergeChanges(earlier, later) : instead(later);
    case "setPosition":
      return later.op === "setPosition" ? [later] : instead(later);
    case "changeStrategy":
      return later.op === "changeStrategy" ? mergeStrategies(earlier, later) : null;
    default:
      return null;
  }
}

type Strategies = OperationOf<"changeStrategy">;

/** A strategy with options makes an object of the node's context, which a name alone leaves one. */
function mergeStrategies(earlier: Strategies, later: Strategies): readonly Operation[] | null {
  return typeof earlier.strategy === "string" || typeof later.strategy !== "string" ? [later] : null;
}

/** What was set does not matter any more. */
function instead(later: Operation): readonly Operation[] | null {
  return later.op === "replaceNode" || later.op === "removeNode" ? [later] : null;
}

type WithNode = OperationOf<"addNode"> | OperationOf<"replaceNode">;

function ontoNode(earlier: WithNode, later: Operation): readonly Operation[] | null {
  if (later.op === "replaceNode") return [{ ...earlier, node: later.node }];
  if (later.op === "setNode") return within(earlier, later.changes);
  return later.op === "setPosition" ? within(earlier, [positionChange(later)]) : null;
}

function within(operation: WithNode, changes: readonly Change[]): readonly Operation[] | null {
  const changed = changeAll(operation.node as Json, changes);
  return "value" in changed ? [{ ...operation, node: changed.value as GraphNode }] : null;
}

function positionChange({ position }: OperationOf<"setPosition">): Change {
  return { path: "/position", ...(position ? { value: position } : {}) };
}
