import type { Sql } from "#db/client";
import { getPublished } from "#db/queries/get-revision";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { calledBy, endlessCalls } from "#server/engine/recursion/call-graph";
import { pointerOf } from "#server/engine/values/index";

/** Workflows that are looked at on the way from one; no real set of them is that large. */
const MOST_WORKFLOWS = 1_000;

/** Whether runs of a valid graph would start runs without end through other workflows as they are published now. */
export async function callProblems(sql: Sql, graph: Graph): Promise<readonly Problem[]> {
  const found = endlessCalls(await reachedFrom(sql, graph), graph.slug);
  // Through the workflow itself alone is what validation says already.
  if (!found || found.cycle.length <= 2) return [];
  const message = `runs would start runs without end: ${found.drawn}. Let one of these calls depend on a condition, stand in a map, or carry a "once" key`;
  return [{ code: "R002", level: "error", path: pointerOf(found.first.path), message }];
}

/** The graph and everything that is published and can be reached from it. */
async function reachedFrom(sql: Sql, graph: Graph): Promise<ReadonlyMap<string, Graph>> {
  const known = new Map([[graph.slug, graph]]);
  const open = [...calledBy(graph)];
  for (let slug = open.pop(); slug !== undefined && known.size < MOST_WORKFLOWS; slug = open.pop()) {
    if (known.has(slug)) continue;
    const published = await getPublished(sql, slug);
    if (!published) continue;
    const next = JSON.parse(published.revision.graph) as Graph;
    known.set(slug, next);
    open.push(...calledBy(next));
  }
  return known;
}
