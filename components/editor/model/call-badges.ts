import { calleeName, pinsIn, readCallee } from "#server/engine/graph/callee";
import { effectiveLimits } from "#server/engine/graph/compile";
import type { Graph } from "#server/engine/graph/graph";
import { callsOf } from "#server/engine/recursion/call-graph";
import { type Found, guardsBefore } from "#server/engine/recursion/call-guards";
import type { CallGraph } from "#server/services/types";

/** What stands on a card of what its node starts runs of. */
export type CallBadge = {
  /** It comes back to this workflow: by its own call, or through others as they are published. */
  readonly back: "self" | "mutual" | null;
  /** How deep that may go. */
  readonly depth: number;
  /** What may keep the call from being made, as it is written; a list, a plan or a port by the name of its node. */
  readonly guards: readonly string[];
  /** What is run, such as `@3, the latest · audit` or `@2, pinned · audit`. */
  readonly runs: readonly string[];
  /** A pinned revision is not the latest one any more. */
  readonly behind: boolean;
  /** Slugs under which nothing is published. */
  readonly missing: readonly string[];
};
export type CallBadges = ReadonlyMap<string, CallBadge>;

/** Of every node that starts runs. @param known What is published; `null` = that is not known yet. */
export function callBadges(graph: Graph, known: Known | null): CallBadges {
  const { maxDepth: depth } = effectiveLimits(graph);
  const revisions = new Map(known?.workflows.map(({ slug, revision }) => [slug, revision]));
  const published = { revisions, whole: known?.whole ?? false };
  const leadsBack = backTo(graph.slug, known);
  const called = new Map<string, string[]>();
  for (const call of callsOf(graph))
    for (const id of call.nodes) called.set(id, [...(called.get(id) ?? []), calleeName(call)]);
  const badges = [...called].map(([id, names]): [string, CallBadge] => {
    const others = names.filter((name) => name !== graph.slug);
    const mutual = others.some((name) => leadsBack.has(name));
    const back = others.length < names.length ? "self" : mutual ? "mutual" : null;
    const returning = names.filter((name) => name === graph.slug || leadsBack.has(name));
    const guards = returning.flatMap((name) => guardsBefore(graph, name, id).map(guardWords));
    const slugs = others.map((name) => readCallee(name).workflow);
    return [
      id,
      {
        back,
        depth,
        guards: [...new Set(guards)],
        runs: names.map((name) => (name === graph.slug ? "this revision again" : runWords(name, published))),
        behind: others.some((name) => isBehind(name, revisions)),
        missing: known?.whole ? slugs.filter((slug) => !revisions.has(slug)) : [],
      },
    ];
  });
  return new Map(badges);
}

/** What a call runs in one line, and that there is no such thing yet. */
export function callWords({ runs, missing }: CallBadge): string {
  return [...(missing.length > 0 ? ["not published"] : []), runs.join(", ")].join(" · ");
}

/** What its badges are to know: whether it calls others, and the revisions that it pins, which nothing published may. */
export function askedBy(graph: Graph): { readonly others: boolean; readonly names: string[] } {
  const calls = callsOf(graph);
  return { others: calls.some((call) => calleeName(call) !== graph.slug), names: pinsIn(calls) };
}

export type Known = Pick<CallGraph, "workflows" | "pinned"> & {
  /** It is asked for anew as long as this is false: what is not in it may have been published since. */
  readonly whole: boolean;
};

function callersAmong(known: Known | null) {
  return [
    ...(known?.workflows ?? []).map(({ slug: name, calls }) => ({ name, calls })),
    ...(known?.pinned ?? []).map((one) => ({
      name: calleeName({ workflow: one.slug, revision: one.revision }),
      calls: one.calls,
    })),
  ];
}

/** Names of what starts runs of this workflow, directly or through others: a pinned revision by what it calls itself. */
function backTo(slug: string, known: Known | null): ReadonlySet<string> {
  const callers = callersAmong(known);
  const found = new Set<string>([slug]);
  for (const each of found)
    for (const { name, calls } of callers)
      if (calls.some((call) => calleeName(call) === each)) found.add(name);
  found.delete(slug);
  return found;
}

/** Graphs that are asked for; no real recursion leads through that many workflows. */
const MOST_ON_THE_WAY = 50;

/** Names of others through which a graph comes back to itself; none where nothing but itself is on the way. */
export function namesOnTheWay(graph: Graph, known: Known | null): readonly string[] {
  const leadsBack = backTo(graph.slug, known);
  const called = new Map(callersAmong(known).map(({ name, calls }) => [name, calls]));
  const found = new Set<string>();
  const follow = (calls: readonly Parameters<typeof calleeName>[0][]) => {
    for (const name of calls.map(calleeName)) if (leadsBack.has(name)) found.add(name);
  };
  follow(callsOf(graph));
  for (const name of found) follow(called.get(name) ?? []);
  return [...found].slice(0, MOST_ON_THE_WAY);
}

type Published = { readonly revisions: ReadonlyMap<string, number>; readonly whole: boolean };

/** How it stands comes first, as cards cut what is long. */
function runWords(name: string, published: Published): string {
  const { workflow } = readCallee(name);
  const standing = standingWords(name, published);
  return standing === null ? workflow : `${standing} · ${workflow}`;
}

function standingWords(name: string, { revisions, whole }: Published): string | null {
  const { workflow, revision } = readCallee(name);
  const latest = revisions.get(workflow);
  if (revision === undefined) return latest === undefined ? null : `@${latest}, the latest`;
  if (whole && latest !== undefined && revision > latest) return `@${revision}, no such revision`;
  return `@${revision}, pinned${isBehind(name, revisions) ? `; latest ${latest}` : ""}`;
}

function isBehind(name: string, revisions: ReadonlyMap<string, number>): boolean {
  const { workflow, revision } = readCallee(name);
  return revision !== undefined && revision < (revisions.get(workflow) ?? 0);
}

function guardWords({ by, node, text }: Found): string {
  const bare = text.replace(/^\s*=(?!=)\s*/, "");
  switch (by) {
    case "list":
      return `each of ${bare}`;
    case "once":
      return `once for ${bare}`;
    case "plan":
      return `as ${node} plans`;
    case "port":
      return `${node}: ${bare}`;
    default:
      return bare;
  }
}
