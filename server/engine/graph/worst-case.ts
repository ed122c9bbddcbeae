import { compileExpression } from "../expression/index.ts";
import { kindOf } from "../nodes/definitions.ts";
import { calleeName, namesItself } from "./callee.ts";
import { effectiveLimits } from "./compile.ts";
import type { Graph, GraphNode, Limits, NodeBody } from "./graph.ts";
import type { Findings } from "./problems.ts";
import { schemaOfPath } from "./read-types.ts";
import { reachable } from "./topology.ts";

/** What a recursion may come to at one depth. */
export type WorstLevel = {
  readonly depth: number;
  readonly runs: number;
  /** Attempts that may work at once. */
  readonly agents: number;
  /** Attempts in all: what repeats its work one after the other counts each time. */
  readonly starts: number;
  /** Tokens that agents may use; `null` = one of them has no limit of its own. */
  readonly tokens: number | null;
  /** What those tokens may cost, each at the price of the dearest agent that may be asked; `null` = that is not known. */
  readonly costUsd: number | null;
};

/** An agent that may be asked, with the most that one of its tokens costs; `null` = it has no price. */
export type PricedAgent = {
  readonly id: string;
  readonly capabilities: readonly string[];
  readonly usdPerToken: number | null;
};

/** The most that a workflow which calls itself may come to. Numbers that a list decides are not bounded. */
export type WorstCase = {
  /** Runs of itself that one run may start; `Infinity` = as many as a list is long, or a plan says. */
  readonly calls: number;
  /** The node that starts most of them; `null` = it does not call itself. */
  readonly caller: string | null;
  readonly levels: readonly WorstLevel[];
};

type Weights = {
  readonly calls: number;
  readonly atOnce: number;
  readonly starts: number;
  readonly tokens: number | null;
  readonly costUsd: number | null;
};

/** Beyond this a number only says that it is too large. */
const HUGE = 1e15;
/** Ways through the decisions that are looked at one by one; of more, all are taken at once. */
const MOST_WAYS = 16;
/** More work than a place takes wait in order, which is what the limit is for; so much of it hardly ends. */
const MOST_ROUNDS = 100;

/** @param agents Those that may be asked; without them no cost is known. */
export function worstCase(graph: Graph, agents: readonly PricedAgent[] = []): WorstCase {
  const all = Object.entries(graph.nodes);
  const weights = new Map(all.map(([id, node]) => [id, weigh(graph, node, agents)]));
  const calling = [...weights].filter(([, { calls }]) => calls > 0);
  const [most] = calling.toSorted(([, one], [, other]) => other.calls - one.calls);
  if (!most) return { calls: 0, caller: null, levels: [] };
  const run = heaviest(graph, weights);
  const { maxDepth } = effectiveLimits(graph);
  return { calls: run.calls, caller: most[0], levels: levelsOf(run, maxDepth) };
}

function levelsOf(
  { calls, atOnce, starts, tokens, costUsd }: Weights,
  maxDepth: number,
): readonly WorstLevel[] {
  const levels: WorstLevel[] = [];
  for (let depth = 0; depth <= maxDepth; depth++) {
    const runs = calls ** depth;
    const each = (amount: number) => (amount === 0 ? 0 : runs * amount);
    levels.push({
      depth,
      runs,
      agents: each(atOnce),
      starts: each(starts),
      tokens: tokens === null ? null : each(tokens),
      costUsd: costUsd === null ? null : each(costUsd),
    });
    if (runs > HUGE) break;
  }
  return levels;
}

/** The most of each that one run may come to, as a decision takes one of its ports. */
function heaviest(graph: Graph, weights: ReadonlyMap<string, Weights>): Weights {
  const ways = waysThrough(graph).map((ids) => sumOf([...ids].flatMap((id) => weights.get(id) ?? [])));
  return ways.reduce((most, way) => ({
    calls: Math.max(most.calls, way.calls),
    atOnce: Math.max(most.atOnce, way.atOnce),
    starts: Math.max(most.starts, way.starts),
    tokens: both(most.tokens, way.tokens, Math.max),
    costUsd: both(most.costUsd, way.costUsd, Math.max),
  }));
}

function sumOf(all: readonly Weights[]): Weights {
  const none: Weights = { calls: 0, atOnce: 0, starts: 0, tokens: 0, costUsd: 0 };
  return all.reduce(
    (sum, each) => ({
      calls: sum.calls + each.calls,
      atOnce: sum.atOnce + each.atOnce,
      starts: sum.starts + each.starts,
      tokens: both(sum.tokens, each.tokens, plus),
      costUsd: both(sum.costUsd, each.costUsd, plus),
    }),
    none,
  );
}

type Known = number | null;
const plus = (a: number, b: number): number => a + b;

/** What is not known of one is not known of both. */
function both(one: Known, other: Known, made: (one: number, other: number) => number): Known {
  return one === null || other === null ? null : made(one, other);
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

/** What a node may come to by itself. */
function weigh(graph: Graph, node: GraphNode, agents: readonly PricedAgent[]): Weights {
  const own = weighWork(graph, node, agents);
  const repeated = kindOf(node).body?.(node);
  if (!repeated || repeated.once) return own;
  const body = weighWork(graph, repeated.body, agents);
  const times = timesOf(graph, node);
  const together = node.kind === "map" ? Math.min(times, node.maxConcurrent ?? times) : 1;
  const product = (amount: number, by: number) => (amount === 0 ? 0 : amount * by);
  return {
    calls: product(body.calls, times),
    atOnce: product(body.atOnce, together),
    starts: product(body.starts, times),
    tokens: body.tokens === null ? null : product(body.tokens, times),
    costUsd: body.costUsd === null ? null : product(body.costUsd, times),
  };
}

function weighWork(graph: Graph, node: GraphNode | NodeBody, agents: readonly PricedAgent[]): Weights {
  const kind = kindOf(node);
  const own = (name: string) => namesItself(graph, name);
  const called = kind.call?.(node);
  const planned = node.kind === "plan" && (kind.mayCall?.(node) ?? []).some(own);
  const attempt = node.kind === "subworkflow" ? null : kind.attempt?.(node);
  const asked = node.kind === "plan" ? node.body : node;
  const tokens = asked.kind === "agent" ? (attempt?.maxTokens ?? null) : 0;
  const price = asked.kind === "agent" ? priceOf(asked, agents) : 0;
  const calls = called && own(calleeName(called)) ? 1 : 0;
  return {
    calls: planned ? maxChildrenOf(node) : calls,
    atOnce: attempt ? 1 : 0,
    starts: attempt ? 1 : 0,
    tokens,
    costUsd: both(tokens, price, (amount, each) => amount * each),
  };
}

type Asked = { readonly agent?: string | undefined; readonly capabilities?: readonly string[] | undefined };

/** Of one token, from the dearest agent that may be asked; `null` = there is none, or one of them has no price. */
function priceOf({ agent, capabilities = [] }: Asked, agents: readonly PricedAgent[]): number | null {
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

/** Warns where a recursion whose fan-out is known may ask for more than a limit allows. */
export function checkWorstCase(graph: Graph, findings: Findings): void {
  const worst = worstCase(graph);
  if (worst.caller === null || worst.calls < 2 || !Number.isFinite(worst.calls)) return;
  const limits = effectiveLimits(graph);
  const excess = excessOf(worst.levels, limits);
  if (!excess) return;
  const fits = excess.depth - 1;
  const fix = fits > 0 ? `set limits.maxDepth to ${fits}, or start fewer` : "start fewer";
  findings.add(
    "R005",
    ["nodes", worst.caller],
    `one run may start ${shown(worst.calls)} of itself: by depth ${excess.depth} it may come to ${excess.what}; ${fix}`,
  );
}

/** The deepest `maxDepth` at which no limit can be passed; 0 = none. */
export function deepestFitting(graph: Graph): number {
  const limits = effectiveLimits(graph);
  const excess = excessOf(worstCase(graph).levels, limits);
  return excess ? Math.max(0, excess.depth - 1) : limits.maxDepth;
}

type Excess = { readonly depth: number; readonly what: string };

function excessOf(levels: readonly WorstLevel[], limits: Limits): Excess | null {
  const sums = { runs: 0, starts: 0, tokens: 0 };
  for (const { depth, runs, agents, starts, tokens } of levels) {
    sums.runs += runs;
    sums.starts += starts;
    sums.tokens += tokens ?? 0;
    const what =
      past(sums.runs, "runs in all", "maxRuns", limits) ??
      past(sums.starts, "agents in all", "maxAgents", limits) ??
      past(sums.tokens, "tokens in all", "maxTokens", limits) ??
      (agents > MOST_ROUNDS * limits.maxAgentsPerLevel
        ? past(agents, "agents at once", "maxAgentsPerLevel", limits)
        : null);
    if (what !== null) return { depth, what };
  }
  return null;
}

type Bound = "maxRuns" | "maxAgents" | "maxTokens" | "maxAgentsPerLevel";

function past(amount: number, of: string, name: Bound, limits: Limits): string | null {
  const limit = limits[name];
  if (limit === null || amount <= limit) return null;
  return `${shown(amount)} ${of}, and ${name} is ${shown(limit)}`;
}

function shown(amount: number): string {
  return amount.toLocaleString("en-US");
}
