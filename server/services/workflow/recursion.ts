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
/** Names of revisions that were pinned then, the latest asked first. */
let pinnedBefore: readonly string[] = [];

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

/**
 * All that is published, and all that is pinned anywhere on the ways from it. A chain of pins costs statements per link
 * once only: where those of before stand now is asked at once.
 *
 * @param besides Names that something else calls, such as a draft.
 */
export async function calledGraphs(
  sql: Sql,
  published: readonly Published[],
  besides: readonly string[] = [],
): Promise<CalledGraphs> {
  const found = new Map<string, CalledGraph>();
  const reached = new Set<string>();
  // Demo data comes and goes, so a number may be that of another graph by now.
  const hashes = await hashesOf(sql, pinsAmong([...pinnedBefore, ...besides]));
  const reach = async (names: readonly string[]): Promise<readonly Named[]> => {
    const pins = pinsAmong(names).filter((name) => !reached.has(name));
    const next = pins.slice(0, MOST_PINS - reached.size);
    const unknown = next.filter((name) => !hashes.has(name));
    for (const [name, hash] of await hashesOf(sql, unknown)) hashes.set(name, hash);
    for (const name of next) reached.add(name);
    return next.flatMap((name) => named(name, hashes.get(name)));
  };
  let open = [...published.flatMap(({ slug, hash }) => named(slug, hash)), ...(await reach(besides))];
  while (open.length > 0) {
    const graphs = await readCalled(sql, open);
    for (const [name, graph] of graphs) found.set(name, graph);
    open = [...(await reach([...graphs.values()].flatMap(({ calls }) => calls.map(calleeName))))];
  }
  remember(found, reached);
  return found;
}

/** Revisions that are looked at on all ways together; no real set of them is that large. */
const MOST_PINS = 1_000;

type Named = { readonly name: string; readonly hash: string };

function named(name: string, hash: string | null | undefined): readonly Named[] {
  return hash ? [{ name, hash }] : [];
}

function keyOf({ name, hash }: Named): string {
  return `${name} ${hash}`;
}

/** Others than what was found just now stay too, as many as may be pinned: who asks next may ask from elsewhere. */
function remember(found: CalledGraphs, reached: ReadonlySet<string>): void {
  const kept = new Map([...found].map(([name, graph]) => [keyOf({ name, hash: graph.hash }), graph]));
  const others = [...known].filter(([key]) => !kept.has(key));
  known = new Map([...kept, ...others.slice(0, MOST_PINS)]);
  pinnedBefore = [...new Set([...reached, ...pinnedBefore])].slice(0, MOST_PINS);
}

async function readCalled(sql: Sql, open: readonly Named[]): Promise<CalledGraphs> {
  const unread = open.filter((one) => !known.has(keyOf(one)));
  const texts = await readGraphs(sql, [...new Set(unread.map(({ hash }) => hash))]);
  return new Map(
    open.flatMap((one): [string, CalledGraph][] => {
      const text = texts.get(one.hash);
      const read = () => text && { hash: one.hash, calls: callsOf(JSON.parse(text) as Graph, one.name) };
      const graph = known.get(keyOf(one)) ?? read();
      return graph ? [[one.name, graph]] : [];
    }),
  );
}

function pinsAmong(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => readCallee(name).revision !== undefined);
}

/** By name; `null` = there is no such revision. */
async function hashesOf(sql: Sql, names: readonly string[]): Promise<Map<string, string | null>> {
  const pins = names.flatMap((name) => {
    const { workflow: slug, revision } = readCallee(name);
    return revision === undefined ? [] : [{ slug, revision }];
  });
  const rows = await pinnedRevisions(sql, pins);
  const found = rows.map(({ slug, revision, hash }): [string, string] => [
    calleeName({ workflow: slug, revision }),
    hash,
  ]);
  return new Map<string, string | null>([...names.map((name): [string, null] => [name, null]), ...found]);
}
