import type { LevelTotals, TreeState } from "../run/state.ts";
import { boostOf, placesAt, shareOf, tokensAt } from "./allowance.ts";
import { ALLOWANCES, type AllowanceName } from "./allowance-schema.ts";
import { plus } from "./amounts.ts";
import { efficiencyOf } from "./efficiency.ts";

/** What has happened at one depth of a tree, and what works there now. */
export type LevelMetrics = {
  readonly depth: number;
  readonly runs: number;
  readonly runsSucceeded: number;
  readonly runsFailed: number;
  readonly runsCancelled: number;
  /** Effectful attempts that work now, and that wait for a place. */
  readonly agents: number;
  readonly queued: number;
  readonly attempts: number;
  readonly retries: number;
  /** Of the attempts that have ended. */
  readonly successShare: number | null;
  readonly workMs: number;
  readonly tokens: number;
  readonly costUsd: number;
  /** Of the node that does worst at this depth; `null` while none has enough successes. */
  readonly efficiency: number | null;
  readonly slowestNode: string | null;
  /** What the depth is given of what the tree has; `null` = all of it. */
  readonly allowance: AllowanceNow | null;
};

/** Allowances of one depth as they are now, with all that raised or scaled them since. */
export type AllowanceNow = {
  /** Agents that may work at once. */
  readonly places: number;
  /** Tokens in all; `null` = as many as the tree. */
  readonly tokens: number | null;
  /** On time limits of attempts. */
  readonly timeoutFactor: number;
  /** How far the controller has raised each that is declared, as a factor; 1 = as declared. */
  readonly raised: Readonly<Partial<Record<AllowanceName, number>>>;
};

/** One row a depth, the root's first. Looks at all nodes that have run: for a reader, never for an event. */
export function levelsOf(tree: TreeState): readonly LevelMetrics[] {
  const worst = worstByDepth(tree);
  return tree.levels.map(({ runs, agents, queue, head, totals }, depth) => ({
    depth,
    runs,
    runsSucceeded: totals.runsSucceeded,
    runsFailed: totals.runsFailed,
    runsCancelled: totals.runsCancelled,
    agents,
    queued: queue.length - head,
    attempts: totals.attempts,
    retries: totals.retries,
    successShare: successShare(totals),
    workMs: plus(totals.workMs, 0),
    tokens: totals.tokens,
    costUsd: totals.costUsd,
    efficiency: worst.get(depth)?.efficiency ?? null,
    slowestNode: worst.get(depth)?.node ?? null,
    allowance: allowanceOf(tree, depth),
  }));
}

function allowanceOf(tree: TreeState, depth: number): AllowanceNow | null {
  const allowance = tree.levels[depth]?.allowance;
  if (!allowance && !tree.scale) return null;
  const declared = ALLOWANCES.filter((name) => allowance?.shares[name] !== undefined);
  return {
    places: placesAt(tree, depth),
    tokens: tokensAt(tree, depth),
    timeoutFactor: shareOf(tree, "timeouts", allowance),
    raised: Object.fromEntries(declared.map((name) => [name, allowance ? boostOf(allowance, name) : 1])),
  };
}

function successShare({ succeeded, failed }: LevelTotals): number | null {
  const ended = succeeded + failed;
  return ended === 0 ? null : succeeded / ended;
}

type Worst = { readonly node: string; readonly efficiency: number };

function worstByDepth({ durations }: TreeState): ReadonlyMap<number, Worst> {
  const worst = new Map<number, Worst>();
  for (const [key, samples] of Object.entries(durations)) {
    const efficiency = efficiencyOf(samples);
    if (efficiency === null) continue;
    const [, node = "", depth = "0"] = key.split(":");
    const known = worst.get(Number(depth));
    if (!known || efficiency < known.efficiency) worst.set(Number(depth), { node, efficiency });
  }
  return worst;
}
