import type { TreeState } from "../run/state.ts";
import type { AllowanceName } from "./allowance-schema.ts";
import type { Shares } from "./share.ts";

/** What one depth was given when its first agent was placed, and what has become of it. */
export type LevelAllowance = {
  readonly shares: Shares;
  /** How far each was raised since, in what `BOOST` says of it. */
  raised: Partial<Record<AllowanceName, Raised>>;
  /** What the present window has seen; absent in trees that do not adapt. */
  watch?: Watch;
  /** Changes that a window called for and no event has told yet. */
  due?: readonly Due[] | undefined;
};

/** `rung` times the step; `last` and `turns`: its last direction and how often that has turned; `rest`: windows it still rests. */
export type Raised = {
  readonly rung: number;
  readonly last: 1 | -1;
  readonly turns: number;
  readonly rest: number;
};

/** Answers of one depth since the last look: see `adapt.ts`. */
export type Watch = {
  answers: number;
  /** Successes whose efficiency is known, and those below the threshold. */
  measured: number;
  slow: number;
  /** Fewest that waited, and most that worked or waited, at any of the answers. */
  fewestQueued: number;
  mostWanted: number;
};

export type Because = "queueing" | "efficiency" | "idle";
export type Due = { readonly allowance: AllowanceName; readonly to: 1 | -1; readonly because: Because };

/** Times what is declared, for each rung. */
const STEP = 1.5;

export function boostOf({ raised }: LevelAllowance, name: AllowanceName): number {
  return STEP ** (raised[name]?.rung ?? 0);
}

/** The operator's factors, each as it was given: taking one back leaves what was before, to the last bit. */
export function scaleOf({ scale }: TreeState, name: AllowanceName): number {
  return scale?.[name]?.reduce((product, factor) => product * factor, 1) ?? 1;
}

const SAME = 1e-9;

/** The newest factor in force that `factor` takes back; -1 = it takes none back. */
export function inverseAt(factors: readonly number[], factor: number): number {
  return factors.findLastIndex((before) => Math.abs(before * factor - 1) < SAME);
}

/** What a depth has of what the tree has, never more than all of it; timeouts may be longer than they are written. */
export function shareOf(tree: TreeState, name: AllowanceName, allowance: LevelAllowance | undefined): number {
  const declared = allowance?.shares[name] ?? 1;
  const share = declared * (allowance ? boostOf(allowance, name) : 1) * scaleOf(tree, name);
  return name === "timeouts" ? share : Math.min(1, share);
}

/** Without this 0.29 of 100 would be 28. */
const DUST = 1e-9;

/** Agents that may work at once at a depth. At least one, so that no level can lock itself up. O(1). */
export function placesAt(tree: TreeState, depth: number, allowance = tree.levels[depth]?.allowance): number {
  const most = tree.limits.maxAgentsPerLevel;
  if (!allowance && !tree.scale) return most;
  return Math.max(1, Math.floor(most * shareOf(tree, "concurrency", allowance) + DUST));
}

/** Tokens that a depth may use in all; `null` = as many as the tree. O(1). */
export function tokensAt(
  tree: TreeState,
  depth: number,
  allowance = tree.levels[depth]?.allowance,
): number | null {
  const most = tree.limits.maxTokens;
  if (most === null || (!allowance && !tree.scale)) return null;
  const share = shareOf(tree, "tokens", allowance);
  return share >= 1 ? null : Math.ceil(most * share - DUST);
}

/** Tokens that a depth may still use. */
export function tokensLeftAt(tree: TreeState, depth: number, allowance?: LevelAllowance): number {
  const level = tree.levels[depth];
  const most = tokensAt(tree, depth, allowance ?? level?.allowance);
  if (most === null || !level) return Number.POSITIVE_INFINITY;
  return Math.max(0, most - level.totals.tokens - level.held);
}

/** How the time limit of an attempt is stretched, and what it is at most; `null` = as it is written. */
export type Stretch = { readonly factor: number; readonly atMostMs: number | null };

export function stretchAt(tree: TreeState, depth: number): Stretch | null {
  const allowance = tree.levels[depth]?.allowance;
  if (!allowance && !tree.scale) return null;
  const factor = shareOf(tree, "timeouts", allowance);
  if (factor === 1) return null;
  return { factor, atMostMs: tree.deadlineAt === null ? null : Math.max(1, tree.deadlineAt - tree.at) };
}

/** The time limit as it is stretched; never longer than written and than the tree has left. */
export function stretched(limitMs: number, stretch: Stretch | null): number {
  if (!stretch) return limitMs;
  const wanted = Math.max(1, Math.round(limitMs * stretch.factor));
  return stretch.factor <= 1 || stretch.atMostMs === null
    ? wanted
    : Math.min(wanted, Math.max(limitMs, stretch.atMostMs));
}
