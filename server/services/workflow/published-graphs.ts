import type { Sql } from "#db/client";
import { findWorkflow, getRevision } from "#db/queries/get-revision";
import { calleeName, readCallee } from "#server/engine/graph/callee";
import { callsOf } from "#server/engine/graph/facts";
import type { Graph } from "#server/engine/graph/graph";
import { calledBy } from "#server/engine/recursion/call-graph";

/** Workflows that are looked at on the way from one; no real set of them is that large. */
export const MOST_WORKFLOWS = 1_000;

/** By name, as calls have it; what is not there has no graph. */
export type Published = {
  readonly graphs: ReadonlyMap<string, Graph>;
  /** The latest revision of those that are published. */
  readonly latest: ReadonlyMap<string, number>;
};

/** The graph and everything that is published and can be reached from it, as its calls name it. */
export async function reachedFrom(sql: Sql, graph: Graph): Promise<Published> {
  const graphs = new Map([[graph.slug, graph]]);
  const latest = new Map<string, number>();
  const seen = new Set(["self", graph.slug]);
  const open = [...callsOf(graph).map(calleeName), ...calledBy(graph)];
  for (let name = open.pop(); name !== undefined && graphs.size < MOST_WORKFLOWS; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const next = await readNamed(sql, name, graph, latest);
    if (!next) continue;
    graphs.set(name, next);
    open.push(...calledBy(next, name));
  }
  return { graphs, latest };
}

/** The number that comes next is that of the graph itself, once it is published. */
async function readNamed(
  sql: Sql,
  name: string,
  own: Graph,
  latest: Map<string, number>,
): Promise<Graph | null> {
  const { workflow, revision } = readCallee(name);
  const pinned = revision === undefined ? null : await getRevision(sql, workflow, revision);
  if (pinned) return JSON.parse(pinned.graph) as Graph;
  const found = await findWorkflow(sql, workflow);
  const published = found?.revision;
  if (published) latest.set(workflow, published.revision);
  if (revision === undefined) return published ? (JSON.parse(published.graph) as Graph) : null;
  return workflow === own.slug && revision === (published?.revision ?? 0) + 1 ? own : null;
}
