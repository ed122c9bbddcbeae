import type { Sql } from "#db/client";
import { readGraphs } from "#db/queries/read-graphs";
import type { Graph } from "#server/engine/graph/graph";
import { calledBy, callingThemselves } from "#server/engine/recursion/call-graph";
import type { WorkflowSummary } from "../types.ts";

/** `hash` is `null` where there is only a draft: nothing can start it. */
type Published = { readonly slug: string; readonly hash: string | null };
export type RecursionOf = (slug: string) => WorkflowSummary["recursion"];

/** Slugs that a graph calls by the hash of the graph, which never changes; of what was published when it was last asked. */
let known: ReadonlyMap<string, readonly string[]> = new Map();

/** How each published workflow can come back to itself: directly, through others, or not at all. */
export async function recursionByCalls(sql: Sql, published: readonly Published[]): Promise<RecursionOf> {
  const hashes = new Set(published.flatMap(({ hash }) => hash ?? []));
  const calls = await callsByHash(sql, hashes);
  const called = new Map(published.map(({ slug, hash }) => [slug, calls.get(hash ?? "") ?? []]));
  const recursive = callingThemselves(called);
  return (slug) => {
    if (called.get(slug)?.includes(slug)) return "self";
    return recursive.has(slug) ? "mutual" : "none";
  };
}

async function callsByHash(
  sql: Sql,
  hashes: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const calls = new Map([...known].filter(([hash]) => hashes.has(hash)));
  const unknown = [...hashes].filter((hash) => !calls.has(hash));
  for (const [hash, text] of await readGraphs(sql, unknown))
    calls.set(hash, calledBy(JSON.parse(text) as Graph));
  known = calls;
  return calls;
}
