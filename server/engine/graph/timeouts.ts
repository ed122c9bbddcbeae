import { kindOf } from "../nodes/definitions.ts";
import { effectiveLimits } from "./compile.ts";
import type { Graph } from "./graph.ts";
import type { Findings } from "./problems.ts";
import { everyNodeWithin } from "./walk.ts";

/** Warns of a time limit that can never be reached, for the tree has no more time than that as a whole. */
export function checkTimeouts(graph: Graph, findings: Findings): void {
  const { recursionTimeoutMs: whole } = effectiveLimits(graph);
  if (whole === null) return;
  for (const { node, path } of everyNodeWithin(graph)) {
    const own = kindOf(node).attempt?.(node)?.timeoutMs;
    if (own === undefined || own < whole) continue;
    const place = [...path, "timeoutMs"];
    findings.add("R006", place, `it may take ${own} ms, and all of the tree has ${whole} ms; ${fix(whole)}`);
  }
}

function fix(whole: number): string {
  return `set it to ${Math.floor(whole / 2)} or so, or raise limits.recursionTimeoutMs`;
}
