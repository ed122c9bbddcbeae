import { durationKey } from "../run/durations.ts";
import type { LevelState, RunState, TreeState } from "../run/state.ts";
import {
  type Because,
  type Due,
  type LevelAllowance,
  placesAt,
  type Raised,
  shareOf,
  tokensAt,
  type Watch,
} from "./allowance.ts";
import type { AllowanceName } from "./allowance-schema.ts";
import { median, SAMPLES_NEEDED } from "./efficiency.ts";

/**
 * The controller of allowances. It looks once in a window of `WINDOW` answers of agents at a depth, at what the journal
 * says of them, and moves each declared allowance by one rung (× or ÷ 1.5) at most:
 *
 * | allowance | up | down |
 * |---|---|---|
 * | concurrency | as many waited as may work, at every answer of the window | nothing waited, and less than half of the places was wanted |
 * | tokens | the same, or half of the measured successes were slow; and half of the tokens are used | idle as above |
 * | timeouts | half of the measured successes were slow | some were measured and none was slow |
 *
 * Unknown efficiency is neither slow nor not. Between up and down lies a band where nothing moves, wide enough that a
 * step never leads to its opposite under the same load; and an allowance that has turned n times rests 2ⁿ windows after
 * each step.
 */
const WINDOW = 8;
const LEAST_MEASURED = 2;
const MOST_RUNGS = 12;
const MOST_REST = 1_024;

export function newWatch(): Watch {
  return { answers: 0, measured: 0, slow: 0, fewestQueued: Number.MAX_SAFE_INTEGER, mostWanted: 0 };
}

type Answer = { readonly node: string; readonly tookMs: number; readonly succeeded: boolean };

/** Part of folding an answer, before its place is given back. O(1); nothing where the tree does not adapt. */
export function watchAnswer(tree: TreeState, run: RunState, answer: Answer): boolean {
  const level = tree.levels[run.depth];
  const allowance = level?.allowance;
  const watch = allowance?.watch;
  if (!level || !allowance || !watch) return false;
  note(tree, run, level, watch, answer);
  if (watch.answers < WINDOW) return false;
  const due = verdictsOf(tree, run.depth, allowance, watch);
  for (const [name, raised] of Object.entries(allowance.raised))
    if (raised.rest > 0) allowance.raised[name as AllowanceName] = { ...raised, rest: raised.rest - 1 };
  allowance.watch = newWatch();
  // Of a tree that is paused, an earlier window may not have been told: the newest one knows better.
  allowance.due = due.length > 0 ? due : undefined;
  return due.length > 0;
}

function note(tree: TreeState, run: RunState, level: LevelState, watch: Watch, answer: Answer): void {
  const queued = level.queue.length - level.head;
  watch.answers += 1;
  watch.fewestQueued = Math.min(watch.fewestQueued, queued);
  watch.mostWanted = Math.max(watch.mostWanted, level.agents + queued);
  const before = tree.durations[durationKey(run, answer.node)] ?? [];
  if (!answer.succeeded || answer.tookMs <= 0 || before.length < SAMPLES_NEEDED) return;
  watch.measured += 1;
  if (median(before) / answer.tookMs < tree.limits.performanceDegradationThreshold) watch.slow += 1;
}

function verdictsOf(tree: TreeState, depth: number, allowance: LevelAllowance, watch: Watch): readonly Due[] {
  const places = placesAt(tree, depth);
  const isSlow = watch.measured >= LEAST_MEASURED && watch.slow * 2 >= watch.measured;
  const isSwift = watch.measured >= LEAST_MEASURED && watch.slow === 0;
  const isQueueing = watch.fewestQueued >= places;
  const isIdle = watch.fewestQueued === 0 && watch.mostWanted * 2 < places;
  const queueing = isQueueing ? "queueing" : null;
  const slow = isSlow ? "efficiency" : null;
  const idle = isIdle ? "idle" : null;
  const verdicts: readonly Verdict[] = [
    ["concurrency", queueing, idle],
    ["tokens", usesHalf(tree, depth) ? (queueing ?? slow) : null, usesHalf(tree, depth) ? null : idle],
    ["timeouts", slow, isSwift ? "efficiency" : null],
  ];
  return verdicts.flatMap(([name, up, down]): Due[] => {
    if (up && canRise(tree, allowance, name)) return [{ allowance: name, to: 1, because: up }];
    if (down && !up && canFall(allowance, name)) return [{ allowance: name, to: -1, because: down }];
    return [];
  });
}

type Verdict = readonly [name: AllowanceName, up: Because | null, down: Because | null];

function usesHalf(tree: TreeState, depth: number): boolean {
  const most = tokensAt(tree, depth);
  const level = tree.levels[depth];
  return most !== null && level !== undefined && (level.totals.tokens + level.held) * 2 >= most;
}

/** Within what the tree has: what is all of it already is not raised. */
function canRise(tree: TreeState, allowance: LevelAllowance, name: AllowanceName): boolean {
  if (allowance.shares[name] === undefined) return false;
  const raised = allowance.raised[name];
  if ((raised?.rest ?? 0) > 0 || (raised?.rung ?? 0) >= MOST_RUNGS) return false;
  return name === "timeouts" || shareOf(tree, name, allowance) < 1;
}

function canFall({ raised, shares }: LevelAllowance, name: AllowanceName): boolean {
  const { rung = 0, rest = 0 } = raised[name] ?? {};
  return shares[name] !== undefined && rung > 0 && rest === 0;
}

/** One rung on or back. Each turn doubles the rest after a step, so no load can make it swing for ever. */
export function moved(before: Raised | undefined, to: 1 | -1): Raised {
  const { rung = 0, last = to, turns = 0 } = before ?? {};
  const now = last === to ? turns : turns + 1;
  return { rung: rung + to, last: to, turns: now, rest: now === 0 ? 0 : Math.min(MOST_REST, 2 ** now) };
}
