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
  /** What is run, such as `audit@3, the latest`. */
  readonly runs: readonly string[];
  /** Slugs under which nothing is published. */
  readonly missing: readonly string[];
};
export type CallBadges = ReadonlyMap<string, CallBadge>;

/** Of every node that starts runs. @param known What is published; `null` = that is not known yet. */
export function callBadges(graph: Graph, known: Pick<CallGraph, "workflows"> | null): CallBadges {
  const { maxDepth: depth } = effectiveLimits(graph);
  const revisions = new Map(known?.workflows.map(({ slug, revision }) => [slug, revision]));
  const leadsBack = backTo(graph.slug, known);
  const called = new Map<string, string[]>();
  for (const { workflow, nodes } of callsOf(graph))
    for (const id of nodes) called.set(id, [...(called.get(id) ?? []), workflow]);
  const badges = [...called].map(([id, slugs]): [string, CallBadge] => {
    const others = slugs.filter((slug) => slug !== graph.slug);
    const mutual = others.some((slug) => leadsBack.has(slug));
    const back = others.length < slugs.length ? "self" : mutual ? "mutual" : null;
    const returning = slugs.filter((slug) => slug === graph.slug || leadsBack.has(slug));
    const guards = returning.flatMap((slug) => guardsBefore(graph, slug, id).map(guardWords));
    return [
      id,
      {
        back,
        depth,
        guards: [...new Set(guards)],
        runs: slugs.map((slug) => runWords(slug, graph.slug, revisions)),
        missing: known === null ? [] : others.filter((slug) => !revisions.has(slug)),
      },
    ];
  });
  return new Map(badges);
}

/** Workflows that start runs of this one, directly or through others. */
function backTo(slug: string, known: Pick<CallGraph, "workflows"> | null): ReadonlySet<string> {
  const found = new Set<string>([slug]);
  for (const each of found)
    for (const { slug: caller, calls } of known?.workflows ?? [])
      if (calls.some(({ workflow }) => workflow === each)) found.add(caller);
  found.delete(slug);
  return found;
}

function runWords(slug: string, own: string, revisions: ReadonlyMap<string, number>): string {
  if (slug === own) return "this revision again";
  const revision = revisions.get(slug);
  return revision === undefined ? slug : `${slug}@${revision}, the latest`;
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
