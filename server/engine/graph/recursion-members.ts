import type { Graph } from "./graph.ts";
import { inlineGraphOf } from "./inline-graph.ts";
import { everyNode } from "./walk.ts";
import { inlineName, type PricedAgent, type Weights, weighWays } from "./weigh.ts";

/** A graph of a recursion, with the calls of it that stay within the recursion. */
export type Member = {
  readonly ways: readonly Weights[];
  /** How far below a run of it others may stand, as it says itself; for the first one that is for others to say. */
  readonly maxDepth: number;
};
export type Members = ReadonlyMap<string, Member>;

/** Graphs that are looked at on the ways from one; no real recursion has that many. */
const MOST_GRAPHS = 200;

/**
 * What a graph comes back to itself through, and itself, by name: other workflows, and graphs within nodes of any of them. Empty
 * = it does not come back.
 */
export function membersOf(
  graph: Graph,
  others: ReadonlyMap<string, Graph>,
  agents: readonly PricedAgent[],
): Members {
  const found = reachedFrom(graph, others, agents);
  const back = leadingTo(graph.slug, found);
  const within = ({ calls, ...rest }: Weights): Weights => ({
    ...rest,
    calls: calls
      .map((each) => ({ ...each, to: each.to.filter((name) => back.has(name)) }))
      .filter(({ to }) => to.length > 0),
  });
  return new Map(
    [...found]
      .filter(([name]) => back.has(name))
      .map(([name, { ways, maxDepth }]) => [name, { ways: ways.map(within), maxDepth }]),
  );
}

function reachedFrom(
  graph: Graph,
  others: ReadonlyMap<string, Graph>,
  agents: readonly PricedAgent[],
): Members {
  const found = new Map<string, Member>();
  const graphs = new Map([...others, [graph.slug, graph]]);
  const open = [graph.slug];
  for (let name = open.pop(); name !== undefined && found.size < MOST_GRAPHS; name = open.pop()) {
    const next = graphs.get(name);
    if (!next || found.has(name)) continue;
    const ways = weighWays(next, name, agents);
    const own = name === graph.slug ? undefined : next.limits?.maxDepth;
    found.set(name, { ways, maxDepth: own ?? Number.POSITIVE_INFINITY });
    for (const [inline, within] of inlineGraphs(next, name)) graphs.set(inline, within);
    open.push(...calledBy(ways));
  }
  return found;
}

function calledBy(ways: readonly Weights[]): ReadonlySet<string> {
  return new Set(ways.flatMap(({ calls }) => calls.flatMap(({ to }) => to)));
}

function inlineGraphs(graph: Graph, name: string): readonly (readonly [string, Graph])[] {
  return [...everyNode(graph)].flatMap(({ node, path }) => {
    const inline = inlineGraphOf(node);
    return inline ? [[inlineName(name, String(path[1])), inline] as const] : [];
  });
}

/** Names from which a way leads to one, in one step or more. */
function leadingTo(name: string, found: Members): ReadonlySet<string> {
  const callers = [...found].map(([caller, { ways }]) => ({ caller, called: calledBy(ways) }));
  const back = new Set<string>();
  const open = [name];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { caller, called } of callers)
      if (called.has(at) && !back.has(caller)) {
        back.add(caller);
        open.push(caller);
      }
  return back;
}
