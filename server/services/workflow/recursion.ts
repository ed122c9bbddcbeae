import type { Sql } from "#db/client";
import { readGraphs } from "#db/queries/read-graphs";
import type { Graph } from "#server/engine/graph/graph";
import { calledBy, callingThemselves } from "#server/engine/recursion/call-graph";
import type { WorkflowSummary } from "../types.ts";

type Published = { readonly slug: string; readonly hash: string };
export type RecursionOf = (slug: string) => WorkflowSummary["recursion"];

/** Slugs that a graph calls by the hash of the graph, which never changes. */
const calls = new Map<string, readonly string[]>();

/** How each published workflow can come back to itself: directly, through others, or not at all. */
export async function recursionByCalls(sql: Sql, published: readonly Published[]): Promise<RecursionOf> {
  const unknown = published.filter(({ hash }) => !calls.has(hash)).map(({ hash }) => hash);
  for (const [hash, text] of await readGraphs(sql, unknown))
    calls.set(hash, calledBy(JSON.parse(text) as Graph));
  const called = new Map(published.map(({ slug, hash }) => [slug, calls.get(hash) ?? []]));
  const recursive = callingThemselves(called);
  return (slug) => {
    if (called.get(slug)?.includes(slug)) return "self";
    return recursive.has(slug) ? "mutual" : "none";
  };
}
