import { compileExpression } from "../expression/index.ts";
import { kindOf } from "../nodes/definitions.ts";
import { calleeName } from "./callee.ts";
import type { Graph, GraphNode, NodeBody } from "./graph.ts";
import { schemaOfPath } from "./read-types.ts";
import { reachable } from "./topology.ts";

/** An agent that may be asked, with the most that one of its tokens costs; `null` = it has no price. */
export type PricedAgent = {
  readonly id: string;
  readonly capabilities: readonly string[];
  readonly usdPerToken: number | null;
};

/** Runs that a node starts, each of any of the graphs that it may call. */
export type Calls = { readonly node: string; readonly to: readonly string[]; readonly times: number };

type Known = number | null;

/** What one run may come to, without the runs that it starts. `null` = that is not known. */
export type Weights = {
  readonly calls: readonly Calls[];
  /** Attempts that may work at once. */
  readonly agents: number;
  /** Attempts in all. */
  readonly starts: number;
  readonly tokens: Known;
  readonly costUsd: Known;
};

/** Ways through the decisions that are looked at one by one; of more, all are taken at once. */
const MOST_WAYS = 16;

/** A graph within a node has the name of the graph around it with the node's. */
export function inlineName(self: string, node: string): string {
  return `${self}/${node}`;
}

/**
 * What one run may come to, for each choice of ports.
 *
 * @param self What the graph's calls to itself run.
 */
export function weighWays(graph: Graph, self: string, agents: readonly PricedAgent[]): readonly Weights[] {
  const weights = new Map(
    Object.entries(graph.nodes).map(([id, node]) => [id, weigh(node, { graph, self, id, agents })]),
  );
  return waysThrough(graph).map((ids) => sumOf([...ids].flatMap((id) => weights.get(id) ?? [])));
}

function sumOf(all: readonly Weights[]): Weights {
  const sum = (of: (one: Weights) => Known) =>
    all.reduce<Known>((known, one) => both(known, of(one), plus), 0);
  return {
    calls: all.flatMap(({ calls }) => calls),
    agents: sum(({ agents }) => agents) ?? 0,
    starts: sum(({ starts }) => starts) ?? 0,
    tokens: sum(({ tokens }) => tokens),
    costUsd: sum(({ costUsd }) => costUsd),
  };
}

export const plus = (a: number, b: number): number => a + b;

/** What is not known of one is not known of both. */
export function both(one: Known, other: Known, made: (one: number, other: number) => number): Known {
  return one === null || other === null ? null : made(one, other);
}

/** Nothing stays nothing, however often. */
export function times(amount: number, by: number): number {
  return amount === 0 || by === 0 ? 0 : amount * by;
}

/** Nodes that may run together, for each choice of ports. */
function waysThrough(graph: Graph): readonly ReadonlySet<string>[] {
  const ids = Object.keys(graph.nodes);
  const choices = Object.entries(graph.nodes).flatMap(([id, node]) => {
    const ports = kindOf(node).ports?.(node);
    return ports?.complete ? [{ id, ports: ports.names }] : [];
  });
  const count = choices.reduce((ways, { ports }) => ways * ports.length, 1);
  if (count > MOST_WAYS) return [new Set(ids)];
  const targets = new Set(graph.edges.map(({ target }) => target));
  const entries = ids.filter((id) => !targets.has(id));
  let chosen: readonly ReadonlyMap<string, string>[] = [new Map()];
  for (const { id, ports } of choices)
    chosen = chosen.flatMap((way) => ports.map((port) => new Map([...way, [id, port]])));
  return chosen.map((way) =>
    reachable(
      entries,
      graph.edges.filter(({ source, port }) => !way.has(source) || way.get(source) === port),
    ),
  );
}

type Place = {
  readonly graph: Graph;
  readonly self: string;
  readonly id: string;
  readonly agents: readonly PricedAgent[];
};

/** What a node may come to by itself. */
function weigh(node: GraphNode, place: Place): Weights {
  const own = weighWork(node, place);
  const repeated = kindOf(node).body?.(node);
  if (!repeated || repeated.once) return own;
  const body = weighWork(repeated.body, place);
  const often = timesOf(place.graph, node);
  const together = node.kind === "map" ? Math.min(often, node.maxConcurrent ?? often) : 1;
  return {
    calls: body.calls.map((calls) => ({ ...calls, times: times(calls.times, often) })),
    agents: times(body.agents, together),
    starts: times(body.starts, often),
    tokens: both(body.tokens, often, times),
    costUsd: both(body.costUsd, often, times),
  };
}

function weighWork(node: GraphNode | NodeBody, { self, id, agents }: Place): Weights {
  const kind = kindOf(node);
  const attempt = node.kind === "subworkflow" ? null : kind.attempt?.(node);
  const asked = node.kind === "plan" ? node.body : node;
  const tokens = asked.kind === "agent" ? (attempt?.maxTokens ?? null) : 0;
  const price = asked.kind === "agent" ? priceOf(asked, agents) : 0;
  return {
    calls: callsOf(node, self, id),
    agents: attempt ? 1 : 0,
    starts: attempt ? 1 : 0,
    tokens,
    costUsd: both(tokens, price, (amount, each) => amount * each),
  };
}

function callsOf(node: GraphNode | NodeBody, self: string, id: string): readonly Calls[] {
  const kind = kindOf(node);
  const named = (name: string) => (name === "self" ? self : name);
  const called = kind.call?.(node);
  const planned = node.kind === "plan" ? (kind.mayCall?.(node) ?? []) : [];
  return [
    ...(called ? [{ node: id, to: [named(calleeName(called))], times: 1 }] : []),
    ...(kind.inline?.(node) ? [{ node: id, to: [inlineName(self, id)], times: 1 }] : []),
    ...(planned.length > 0 ? [{ node: id, to: planned.map(named), times: maxChildrenOf(node) }] : []),
  ];
}

type Asked = { readonly agent?: string | undefined; readonly capabilities?: readonly string[] | undefined };

/** Of one token, from the dearest agent that may be asked; `null` = there is none, or one of them has no price. */
function priceOf({ agent, capabilities = [] }: Asked, agents: readonly PricedAgent[]): Known {
  const able = agents.filter(({ id, capabilities: can }) =>
    agent === undefined ? capabilities.every((one) => can.includes(one)) : id === agent,
  );
  if (able.length === 0) return null;
  return able.reduce<Known>((most, { usdPerToken }) => both(most, usdPerToken, Math.max), 0);
}

/** What is only the default is nobody's plan. */
function maxChildrenOf(node: GraphNode | NodeBody): number {
  return node.kind === "plan" ? (node.maxChildren ?? Number.POSITIVE_INFINITY) : 0;
}

/** How often a node repeats its body at most; `Infinity` = as often as its list is long. */
function timesOf(graph: Graph, node: GraphNode): number {
  if (node.kind === "loop") return node.maxIterations;
  if (node.kind !== "map") return 1;
  const compiled = compileExpression(node.over);
  const plain = compiled.ok ? compiled.expression.plain : null;
  const most = plain ? schemaOfPath(graph, plain)?.["maxItems"] : undefined;
  return typeof most === "number" ? most : Number.POSITIVE_INFINITY;
}
