import type { Graph } from "#server/engine/graph/graph";
import { everyNodeWithin } from "#server/engine/graph/walk";
import { kindOf } from "#server/engine/nodes/definitions";
import { pointerOf } from "#server/engine/values/index";

export type NamedTask = { readonly task: string; readonly path: string };

/** Tasks that a validated graph names, each with its place. */
export function namedTasks(graph: Graph): readonly NamedTask[] {
  return [...everyNodeWithin(graph)].flatMap(({ node, path }) =>
    node.kind === "task" ? [{ task: node.task, path: pointerOf([...path, "task"]) }] : [],
  );
}

/** Whether a run of the graph can start another one of the same workflow, directly. */
export function recursionOf(graph: Graph): "none" | "self" {
  const names = new Set(["self", graph.slug]);
  const calls = [...everyNodeWithin(graph)].some(({ node }) => {
    const kind = kindOf(node);
    const called = [kind.call?.(node)?.workflow ?? [], kind.mayCall?.(node) ?? []].flat();
    return called.some((workflow) => names.has(workflow));
  });
  return calls ? "self" : "none";
}
