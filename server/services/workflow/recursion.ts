import type { Sql } from "#db/client";
import { readGraphs } from "#db/queries/read-graphs";
import type { Graph } from "#server/engine/graph/graph";
import { cyclesAmong } from "#server/engine/recursion/call-cycles";
import { callsOf, type NamedCall } from "#server/engine/recursion/call-graph";
import type { WorkflowSummary } from "../types.ts";

/** `hash` is `null` where there is only a draft: nothing can start it. */
type Published = { readonly slug: string; readonly hash: string | null };
export type RecursionOf = (slug: string) => WorkflowSummary["recursion"];

/** What a graph calls by its hash, which never changes; of what was published when it was last asked. */
type CallsByHash = ReadonlyMap<string, readonly NamedCall[]>;
let known: CallsByHash = new Map();

/** How each published workflow can come back to itself: directly, through others, or not at all. */
export async function recursionByCalls(sql: Sql, published: readonly Published[]): Promise<RecursionOf> {
  const calls = await callsByHash(sql, published);
  const called = new Map(published.map(({ slug, hash }) => [slug, slugsOf(calls.get(hash ?? ""))]));
  const recursive = new Set(cyclesAmong(called).flat());
  return (slug) => {
    if (called.get(slug)?.includes(slug)) return "self";
    return recursive.has(slug) ? "mutual" : "none";
  };
}

function slugsOf(calls: readonly NamedCall[] = []): readonly string[] {
  return calls.map(({ workflow }) => workflow);
}

export async function callsByHash(sql: Sql, published: readonly Published[]): Promise<CallsByHash> {
  const hashes = new Set(published.flatMap(({ hash }) => hash ?? []));
  const calls = new Map([...known].filter(([hash]) => hashes.has(hash)));
  const unknown = [...hashes].filter((hash) => !calls.has(hash));
  for (const [hash, text] of await readGraphs(sql, unknown))
    calls.set(hash, callsOf(JSON.parse(text) as Graph));
  known = calls;
  return calls;
}
