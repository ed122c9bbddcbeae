import type { Failure } from "../failure.ts";
import { type EpochMs, type NodeId, type RunId, type RunNo, runIdOf } from "../ids.ts";
import { type Account, accountOf, leftIn, parentOf } from "../recursion/account.ts";
import { placesAt, tokensAt } from "../recursion/allowance.ts";
import { type Dimension, LIMIT_OF } from "../recursion/amounts.ts";
import { weigh } from "../recursion/weigh.ts";
import { startsOf } from "../run/agenda.ts";
import type { Awaited, NodeState, RunState, Slot, TreeState } from "../run/state.ts";
import type { Stored } from "../values/json.ts";

type At = { readonly node: NodeId; readonly item: number | null };
/** One thing that a run waits for, with the numbers behind it. `null` = for ever, or not known. */
export type WaitReason =
  | { readonly kind: "paused"; readonly since: EpochMs | null }
  | (At & {
      readonly kind: "attempt";
      readonly task: string;
      readonly attempt: number;
      readonly since: EpochMs | null;
    })
  /** `heldBy`: runs whose attempts fill the level, some of them. */
  | (At & {
      readonly kind: "limit";
      readonly limit: "maxAgentsPerLevel" | "allowances.concurrency" | "allowances.tokens";
      readonly max: number;
      readonly depth: number;
      readonly heldBy: readonly RunId[];
    })
  /** Others hold what it needs of an account and may give it back; `heldBy`: some of them. */
  | (At & {
      readonly kind: "budget";
      readonly limit: (typeof LIMIT_OF)[Dimension];
      readonly needs: number;
      readonly left: number;
      readonly max: number;
      /** Whose account it is. */
      readonly account: RunId;
      readonly heldBy: readonly RunId[];
    })
  | (At & {
      readonly kind: "retry";
      readonly until: EpochMs;
      readonly attempt: number;
      readonly failure: Failure | null;
    })
  /** `until`: when it asks again, should the breaker not have closed before. */
  | (At & { readonly kind: "breaker"; readonly breaker: string; readonly until: EpochMs })
  | (At & { readonly kind: "timer"; readonly until: EpochMs })
  | (At & { readonly kind: "signal"; readonly name: string; readonly until: EpochMs | null })
  | (At & {
      readonly kind: "approval";
      readonly title: string;
      /** What is shown to decide by; `null` = nothing. */
      readonly details: Stored;
      readonly assignees: readonly string[] | null;
      readonly missing: number;
      readonly until: EpochMs | null;
      readonly escalated: boolean;
      readonly generation: number;
    })
  | (At & { readonly kind: "child"; readonly run: RunId; readonly label: string | null })
  /** The run will end; a child run undoes what it did first. */
  | (At & { readonly kind: "compensation"; readonly run: RunId; readonly end: "failed" | "cancelled" })
  | (At & { readonly kind: "person"; readonly failure: Failure | null });

/** More than this helps nobody; the first ones are told. */
const MOST = 50;
const HOLDERS = 5;

/** What a run that is not settled waits for, in the order of its nodes; empty where it works by itself or has ended. */
export function whyWaiting(tree: TreeState, no: RunNo): readonly WaitReason[] {
  const run = tree.runs[no];
  if (run?.phase !== "running") return [];
  const reasons: WaitReason[] = tree.paused ? [{ kind: "paused", since: tree.pausedAt }] : [];
  for (const reason of reasonsOf(tree, run)) {
    if (reasons.length >= MOST) break;
    reasons.push(reason);
  }
  return reasons;
}

function* reasonsOf(tree: TreeState, run: RunState): Generator<WaitReason> {
  for (const [node, state] of Object.entries(run.nodes ?? {})) {
    for (const { slot, item } of places(state)) {
      const reason = reasonOf(tree, run, { node, item }, slot);
      if (reason) yield reason;
    }
  }
  for (const child of run.lingering ?? []) yield undoingReason(tree, run, child);
}

type Place = { readonly slot: Slot & Pick<NodeState, "awaits">; readonly item: number | null };

function* places(state: NodeState): Generator<Place> {
  yield { slot: state, item: null };
  if (state.loop?.slot) yield { slot: state.loop.slot, item: state.loop.index };
  for (const [item, slot] of state.map?.slots.entries() ?? []) if (slot) yield { slot, item };
}

/** A child that is let finish what it undoes, although its place no longer needs it. */
function undoingReason(tree: TreeState, { ending }: RunState, child: RunNo): WaitReason {
  const { origin, label = null } = tree.runs[child] ?? {};
  const at = { node: origin?.node ?? "", item: origin?.item ?? null, run: runIdOf(tree.treeId, child) };
  return ending ? { kind: "compensation", ...at, end: ending.end.kind } : { kind: "child", ...at, label };
}

function endingReason(
  tree: TreeState,
  { end }: NonNullable<RunState["ending"]>,
  at: At,
  { child }: Slot,
): WaitReason | null {
  if (child === undefined) return null;
  return { kind: "compensation", ...at, run: runIdOf(tree.treeId, child), end: end.kind };
}

function reasonOf(tree: TreeState, run: RunState, at: At, slot: Place["slot"]): WaitReason | null {
  if (run.ending) return endingReason(tree, run.ending, at, slot);
  switch (slot.status) {
    case "queued":
      return slot.waitsFor === undefined
        ? levelReason(tree, run, at, slot)
        : budgetReason(tree, run, at, slot);
    case "retrying":
      return {
        kind: "retry",
        ...at,
        until: slot.wakeAt ?? tree.at,
        attempt: slot.attempt + 1,
        failure: slot.failure ?? null,
      };
    case "held":
      return { kind: "breaker", ...at, breaker: slot.heldBy ?? "", until: slot.wakeAt ?? tree.at };
    case "parked":
      return { kind: "person", ...at, failure: slot.failure ?? null };
    case "active":
      return activeReason(tree, at, slot);
    default:
      return null;
  }
}

function activeReason(tree: TreeState, at: At, slot: Place["slot"]): WaitReason | null {
  if (slot.awaits) return awaitedReason(at, slot, slot.awaits);
  if (slot.child !== undefined) {
    const label = tree.runs[slot.child]?.label ?? null;
    return { kind: "child", ...at, run: runIdOf(tree.treeId, slot.child), label };
  }
  if (slot.wakeAt !== undefined) return { kind: "timer", ...at, until: slot.wakeAt };
  if (!slot.calling) return null;
  return {
    kind: "attempt",
    ...at,
    task: slot.task ?? "",
    attempt: slot.attempt,
    since: slot.startedAt ?? null,
  };
}

function awaitedReason(at: At, slot: Slot, awaits: Awaited): WaitReason {
  const until = slot.wakeAt ?? null;
  if (awaits.k === "signal") return { kind: "signal", ...at, name: awaits.name, until };
  const { title, details, assignees, quorum, answers, escalated } = awaits;
  const missing = quorum - answers.filter(({ approve }) => approve).length;
  const generation = slot.generation ?? 1;
  return { kind: "approval", ...at, title, details, assignees, missing, until, escalated, generation };
}

/** Looks at the runs of the tree until it has found a few: for a person who asks, never for an event. */
function levelReason(tree: TreeState, run: RunState, at: At, { need }: Slot): WaitReason {
  const heldBy: RunId[] = [];
  for (const other of tree.runs) {
    if (heldBy.length >= HOLDERS) break;
    if (other.depth === run.depth && works(other)) heldBy.push(runIdOf(tree.treeId, other.no));
  }
  const { depth } = run;
  const places = placesAt(tree, depth);
  const { agents = 0 } = tree.levels[depth] ?? {};
  const tokens = agents < places && need ? tokensAt(tree, depth) : null;
  if (tokens !== null)
    return { kind: "limit", ...at, limit: "allowances.tokens", max: tokens, depth, heldBy };
  const limit = places < tree.limits.maxAgentsPerLevel ? "allowances.concurrency" : "maxAgentsPerLevel";
  return { kind: "limit", ...at, limit, max: places, depth, heldBy };
}

/** `null` where what it waited for has come back: its turn comes with the next decision. */
function budgetReason(tree: TreeState, run: RunState, at: At, slot: Slot): WaitReason | null {
  const verdict = weigh(tree, accountOf(tree, run), slot.need, startsOf(slot));
  if (verdict.kind !== "wait") return null;
  const { account, dimension, want } = verdict;
  return {
    kind: "budget",
    ...at,
    limit: LIMIT_OF[dimension],
    needs: want,
    left: leftIn(account, dimension),
    max: account.limit[dimension] ?? 0,
    account: runIdOf(tree.treeId, account.run),
    heldBy: holdersOf(tree, account, dimension),
  };
}

/** Runs below an account whose calls, or whose grants, hold what it lacks. Looks at the tree as `levelReason` does. */
function holdersOf(tree: TreeState, account: Account, dimension: Dimension): RunId[] {
  const heldBy: RunId[] = [];
  for (const run of tree.runs) {
    if (heldBy.length >= HOLDERS) break;
    if (run.phase === "running" && countsIn(tree, run, account) && holds(tree, run, account, dimension))
      heldBy.push(runIdOf(tree.treeId, run.no));
  }
  return heldBy;
}

function countsIn(tree: TreeState, run: RunState, account: Account): boolean {
  for (let at: Account | null = accountOf(tree, run); at; at = parentOf(tree, at))
    if (at === account) return true;
  return false;
}

function holds(tree: TreeState, run: RunState, account: Account, dimension: Dimension): boolean {
  const own = tree.accounts[run.no];
  if (own && own !== account && own.granted[dimension]) return true;
  if (dimension !== "tokens" && dimension !== "costUsd") return false;
  return Object.values(run.nodes ?? {}).some((state) =>
    [...places(state)].some(({ slot }) => (slot.reserved?.[dimension] ?? 0) > 0),
  );
}

function works(run: RunState): boolean {
  return Object.values(run.nodes ?? {}).some((state) =>
    [...places(state)].some(({ slot }) => slot.calling === true && slot.pure !== true),
  );
}
