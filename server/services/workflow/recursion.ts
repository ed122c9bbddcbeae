import type { Sql } from "#db/client";
import { pinnedRevisions } from "#db/queries/pinned-revisions";
import { readGraphs } from "#db/queries/read-graphs";
import { calleeName, readCallee } from "#server/engine/graph/callee";
import type { Graph } from "#server/engine/graph/graph";
import { cyclesAmong } from "#server/engine/recursion/call-cycles";
import { callsOf, type NamedCall } from "#server/engine/recursion/call-graph";
import type { WorkflowSummary } from "../types.ts";

/** `hash` is `null` where there is only a draft: nothing can start it. */
type Published = { readonly slug: string; readonly hash: string | null };
export type RecursionOf = (slug: string) => WorkflowSummary["recursion"];

/** A graph that calls can come to, and what it calls. */
export type CalledGraph = { readonly hash: string; readonly calls: readonly NamedCall[] };
/** Published ones by their slugs, and revisions that calls pin as `slug@revision`. */
export type CalledGraphs = ReadonlyMap<string, CalledGraph>;

/** By name and hash, which together never change; what was there when it was last asked. */
let known: ReadonlyMap<string, CalledGraph> = new Map();

/** How each published workflow can come back to itself: directly, through others, or not at all. */
export async function recursionByCalls(sql: Sql, published: readonly Published[]): Promise<RecursionOf> {
  const called = namesCalled(await calledGraphs(sql, published));
  const recursive = new Set(cyclesAmong(called).flat());
  return (slug) => {
    if (called.get(slug)?.includes(slug)) return "self";
    return recursive.has(slug) ? "mutual" : "none";
  };
}

export function namesCalled(graphs: CalledGraphs): ReadonlyMap<string, readonly string[]> {
  return new Map([...graphs].map(([name, { calls }]) => [name, calls.map(calleeName)]));
}

/** All that is published, and all that is pinned anywhere on the ways from it. */
export async function calledGraphs(sql: Sql, published: readonly Published[]): Promise<CalledGraphs> {
  const found = new Map<string, CalledGraph>();
  const kept = new Map<string, CalledGraph>();
  const asked = new Set<string>();
  let open = published.flatMap(({ slug, hash }): Named[] => (hash === null ? [] : [{ name: slug, hash }]));
  while (open.length > 0) {
    const graphs = await readCalled(sql, open);
    for (const [at, { name }] of open.entries()) {
      const graph = graphs[at];
      if (!graph) continue;
      found.set(name, graph);
      kept.set(keyOf({ name, hash: graph.hash }), graph);
    }
    for (const { name } of open) asked.add(name);
    open = await readPins(sql, found, asked);
  }
  known = kept;
  return found;
}

type Named = { readonly name: string; readonly hash: string };

function keyOf({ name, hash }: Named): string {
  return `${name} ${hash}`;
}

async function readCalled(sql: Sql, open: readonly Named[]): Promise<readonly (CalledGraph | undefined)[]> {
  const unread = open.filter((one) => !known.has(keyOf(one)));
  const texts = await readGraphs(sql, [...new Set(unread.map(({ hash }) => hash))]);
  return open.map((one) => {
    const text = texts.get(one.hash);
    const read = () => text && { hash: one.hash, calls: callsOf(JSON.parse(text) as Graph, one.name) };
    return known.get(keyOf(one)) ?? (read() || undefined);
  });
}

/** Revisions that are pinned by what was found, and that were not asked for yet. */
async function readPins(sql: Sql, found: CalledGraphs, asked: ReadonlySet<string>): Promise<Named[]> {
  const names = new Set([...namesCalled(found).values()].flat().filter((name) => !asked.has(name)));
  const pins = [...names].flatMap((name) => {
    const { workflow: slug, revision } = readCallee(name);
    return revision === undefined ? [] : [{ slug, revision }];
  });
  const rows = await pinnedRevisions(sql, pins);
  return rows.map(({ slug, revision, hash }) => ({ name: calleeName({ workflow: slug, revision }), hash }));
}
