import { effectiveLimits } from "./compile.ts";
import type { Graph, Limits } from "./graph.ts";
import type { Findings } from "./problems.ts";
import { type Member, type Members, membersOf } from "./recursion-members.ts";
import { both, type Calls, type PricedAgent, plus, times, type Weights } from "./weigh.ts";

export type { PricedAgent } from "./weigh.ts";

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

/** The most that a workflow which comes back to itself may come to. Numbers that a list decides are not bounded. */
export type WorstCase = {
  /**
   * Runs of the recursion that one run of it may start; `Infinity` = as many as a list is long, or a plan says. Of the workflow
   * and node at which it is most.
   */
  readonly calls: number;
  readonly most: { readonly workflow: string; readonly node: string } | null;
  /** The node of this graph that starts most of them; `null` = it does not come back to itself. */
  readonly caller: string | null;
  /** Other workflows through which it does. */
  readonly through: readonly string[];
  readonly levels: readonly WorstLevel[];
};

/** Published graphs by slug, and revisions that calls pin as `slug@revision`. */
export type Workflows = ReadonlyMap<string, Graph>;

/** Beyond this a number only says that it is too large. */
const HUGE = 1e15;
/** More work than a place takes wait in order, which is what the limit is for; so much of it hardly ends. */
const MOST_ROUNDS = 100;
const NONE: WorstCase = { calls: 0, most: null, caller: null, through: [], levels: [] };

/**
 * @param agents Those that may be asked; without them no cost is known.
 * @param others What may be called besides the graph itself; what is not among them is taken not to come back.
 */
export function worstCase(
  graph: Graph,
  agents: readonly PricedAgent[] = [],
  others: Workflows = new Map(),
): WorstCase {
  const members = membersOf(graph, others, agents);
  const own = members.get(graph.slug);
  if (!own) return NONE;
  const caller = mostOf(own.ways);
  const [heaviest] = [...members]
    .map(([name, { ways }]) => ({ name, calls: Math.max(...ways.map(callsIn)), node: mostOf(ways) }))
    .toSorted((one, other) => other.calls - one.calls);
  if (caller === null || !heaviest) return NONE;
  const [workflow = "", ...within] = heaviest.name.split("/");
  return {
    calls: heaviest.calls,
    most: { workflow, node: [...within, heaviest.node].join("/") },
    caller,
    through: [...members.keys()].filter((name) => name !== graph.slug && others.has(name)),
    levels: levelsOf(members, graph),
  };
}

function callsIn({ calls }: Weights): number {
  return calls.reduce((sum, each) => sum + each.times, 0);
}

/** The node that starts most. */
function mostOf(ways: readonly Weights[]): string | null {
  const all: readonly Calls[] = ways.flatMap(({ calls }) => calls);
  return all.toSorted((one, other) => other.times - one.times)[0]?.node ?? null;
}

function levelsOf(members: Members, graph: Graph): readonly WorstLevel[] {
  const { maxDepth } = effectiveLimits(graph);
  const levels: WorstLevel[] = [];
  let below = new Map([...members].map(([name, { ways }]) => [name, heaviest(ways, alone)]));
  for (let depth = 0; depth <= maxDepth; depth++) {
    const level = below.get(graph.slug);
    if (!level) break;
    levels.push({ depth, ...level });
    if (level.runs > HUGE) break;
    const last = below;
    below = new Map(
      [...members].map(([name, { ways }]) => [
        name,
        heaviest(ways, (way, of) =>
          startedBy(way, of, (to) => reached(members.get(to), depth, last.get(to))),
        ),
      ]),
    );
  }
  return levels;
}

type Amounts = Omit<WorstLevel, "depth">;
type Measure = keyof Amounts;
const NOTHING: Amounts = { runs: 0, agents: 0, starts: 0, tokens: 0, costUsd: 0 };

/** What stands so far below a run of it: nothing where its own limit ends it before. */
function reached(member: Member | undefined, depth: number, amounts: Amounts = NOTHING): Amounts {
  return member && depth <= member.maxDepth ? amounts : NOTHING;
}

function alone(way: Weights, of: Measure): number | null {
  return of === "runs" ? 1 : way[of];
}

/** The most of each that one run may come to, as a decision takes one of its ports. */
function heaviest(ways: readonly Weights[], measured: (way: Weights, of: Measure) => number | null): Amounts {
  const most = (of: Measure) =>
    ways.reduce<number | null>((max, way) => both(max, measured(way, of), Math.max), 0);
  return {
    runs: most("runs") ?? 0,
    agents: most("agents") ?? 0,
    starts: most("starts") ?? 0,
    tokens: most("tokens"),
    costUsd: most("costUsd"),
  };
}

/** Of what the runs that a run starts come to, each the one of them that comes to most. */
function startedBy({ calls }: Weights, of: Measure, at: (name: string) => Amounts): number | null {
  return calls.reduce<number | null>((sum, { to, times: often }) => {
    const most = to.reduce<number | null>((max, name) => both(max, at(name)[of], Math.max), 0);
    return both(sum, both(most, often, times), plus);
  }, 0);
}

/** Warns where a recursion whose fan-out is known may ask for more than a limit allows; answers what it may come to. */
export function checkWorstCase(graph: Graph, findings: Findings, others?: Workflows): WorstCase {
  const worst = worstCase(graph, [], others);
  const isCounted = worst.calls >= 2 && Number.isFinite(worst.calls);
  const excess = isCounted ? excessOf(worst.levels, effectiveLimits(graph)) : null;
  if (worst.caller === null || !excess) return worst;
  const fits = excess.depth - 1;
  // Those of an inline graph are not the workflow's own.
  const inline = findings.pointer([]) !== "";
  const fix = fits > 0 ? `set limits.maxDepth to ${fits}, or start fewer` : "start fewer";
  const whom = worst.through.length === 0 ? "itself" : [graph.slug, ...worst.through].join(", ");
  findings.add(
    "R005",
    ["nodes", worst.caller],
    `one run may start ${shown(worst.calls)} of ${whom}: by depth ${excess.depth} it may come to ${excess.what}; ${fix}`,
    fits > 0 && !inline ? { limits: { maxDepth: fits } } : {},
  );
  return worst;
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
