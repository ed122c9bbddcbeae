import { setImmediate } from "node:timers/promises";
import type { Graph } from "#server/engine/graph/graph";
import { applyOperations, type Modified } from "#server/engine/modification/apply";
import type { Operation } from "#server/engine/modification/schemas";

/** Operations on the largest graph take some milliseconds each: between so many, others get their turn. */
const TURN = 50;

/** The same as `applyOperations`, for a process that has other things to do. */
export async function applyInTurns(graph: Graph, operations: readonly Operation[]): Promise<Modified> {
  const inverses: (readonly Operation[])[] = [];
  let at = graph;
  for (let from = 0; from < operations.length; from += TURN) {
    const modified = applyOperations(at, operations.slice(from, from + TURN));
    if (!modified.ok) return { ...modified, index: from + modified.index };
    inverses.push(modified.inverse);
    at = modified.graph;
    await setImmediate();
  }
  return { ok: true, graph: at, inverse: inverses.toReversed().flat() };
}
