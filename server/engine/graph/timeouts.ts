import { kindOf } from "../nodes/definitions.ts";
import { effectiveLimits } from "./compile.ts";
import type { Graph, GraphNode, NodeBody } from "./graph.ts";
import type { Findings } from "./problems.ts";
import { everyNodeWithin } from "./walk.ts";

/** Warns of a time limit that can never be reached, and of a wait that never ends, for the tree has no more time as a whole. */
export function checkTimeouts(graph: Graph, findings: Findings): void {
  const { recursionTimeoutMs: whole } = effectiveLimits(graph);
  if (whole === null) return;
  for (const { node, path } of everyNodeWithin(graph)) {
    const own = kindOf(node).attempt?.(node)?.timeoutMs;
    if (own !== undefined && own >= whole)
      findings.add("R006", [...path, "timeoutMs"], `it may take ${own} ms, ${end(whole)}`);
    const asleep = sleepOf(node);
    if (asleep >= whole)
      findings.add(
        "R006",
        [...path, "durationMs"],
        `it waits ${asleep} ms, which count as time of the tree, ${end(whole)}`,
      );
  }
}

/** How long a wait sleeps where it says so. Waiting for a signal is none: the clock of the tree may stand still meanwhile. */
function sleepOf(node: GraphNode | NodeBody): number {
  return node.kind === "wait" && typeof node.durationMs === "number" ? node.durationMs : 0;
}

function end(whole: number): string {
  return `and all of the tree has ${whole} ms; set it to ${Math.floor(whole / 2)} or so, or raise limits.recursionTimeoutMs`;
}
