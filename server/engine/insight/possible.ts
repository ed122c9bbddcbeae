import type { NodeId, RunNo } from "../ids.ts";
import { kindOf } from "../nodes/definitions.ts";
import type { Command, DecideEnv, Refusal } from "../run/commands.ts";
import { decide } from "../run/decide.ts";
import type { Actor } from "../run/events.ts";
import type { NodeState, RunState, Slot, TreeState } from "../run/state.ts";
import { boundGraphOf, compiledOf } from "../run/tree.ts";
import type { Stored } from "../values/json.ts";

/** Why something cannot be done; `null` = it can. */
export type Verdict = Refusal | null;

export const PLACE_ACTS = ["retry", "complete", "skip", "fail", "signal", "answer"] as const;
export type PlaceAct = (typeof PLACE_ACTS)[number];

/** A node, item or iteration that is not final, and what a person could do there now. */
export type PossibleAt = {
  readonly node: NodeId;
  readonly item: number | null;
  readonly kind: string;
  readonly status: string;
  readonly verdicts: Readonly<Record<PlaceAct, Verdict>>;
  /** Of these it must be given one, or may. */
  readonly ports: readonly string[];
  readonly portRequired: boolean;
  /** Which asking of an approval it is. */
  readonly generation: number;
  /** What an approval asks, and what is shown to decide by; `null` = it is none, or does not ask yet. */
  readonly asked: { readonly title: string; readonly details: Stored } | null;
  /** What it works on, where a person could put something else in its place; `null` = not known. */
  readonly input: Stored | null;
};
export type Possible = {
  readonly cancel: Verdict;
  readonly pause: Verdict;
  readonly resume: Verdict;
  readonly topUp: Verdict;
  readonly setVariable: Verdict;
  readonly places: readonly PossibleAt[];
  /** There are more places than are told. */
  readonly cut: boolean;
  readonly variables: readonly { readonly name: string; readonly value: Stored }[];
};

/** More places than a person looks through. */
const MOST = 60;
/** Nothing is loaded for a question: what would need more is taken to be possible. */
const KNOWS_NOTHING: DecideEnv = {
  blob: () => undefined,
  workflow: () => undefined,
  task: () => undefined,
};

/**
 * What a person may do to a run and its places, by asking the core to decide each without carrying it out: so the answer is
 * what the command would get. For a person who asks, never for an event.
 */
export function possibleActs(tree: TreeState, no: RunNo, actor: Actor): Possible {
  const ask = (command: Command): Verdict => verdictOf(tree, command);
  const by = { at: tree.at, actor };
  const all = [...placesOf(tree, no)];
  return {
    cancel: ask({ type: "cancel", run: no, reason: "", ...by }),
    pause: ask({ type: "pause", ...by }),
    resume: ask({ type: "resume", ...by }),
    topUp: topUpVerdict(tree, no, by),
    setVariable: variableVerdict(tree, no, by),
    places: all.slice(0, MOST).map((place) => possibleAt(tree, no, place, by)),
    cut: all.length > MOST,
    variables: variablesOf(tree, no),
  };
}

type By = { readonly at: number; readonly actor: Actor };

function verdictOf(tree: TreeState, command: Command): Verdict {
  const decision = decide(tree, command, KNOWS_NOTHING);
  return decision.kind === "refused" ? decision.code : null;
}

/** Any one limit that can be raised makes it possible. */
function topUpVerdict(tree: TreeState, no: RunNo, by: By): Verdict {
  let verdict: Verdict = null;
  for (const dimension of ["runs", "agents", "nodes", "tokens", "costUsd"] as const) {
    verdict = verdictOf(tree, { type: "topUp", run: no, amounts: { [dimension]: 1 }, ...by });
    if (verdict === null) return null;
  }
  return tree.limits.recursionTimeoutMs === null
    ? verdict
    : verdictOf(tree, { type: "topUp", run: no, amounts: {}, activeMs: 1, ...by });
}

function variableVerdict(tree: TreeState, no: RunNo, by: By): Verdict {
  const [name = ""] = Object.keys(declaredIn(tree, no));
  return verdictOf(tree, { type: "setVariable", run: no, name, value: null, ...by });
}

function declaredIn(tree: TreeState, no: RunNo): Readonly<Record<string, unknown>> {
  const run = tree.runs[no];
  return (run && boundGraphOf(tree, run).graph.variables) ?? {};
}

function variablesOf(tree: TreeState, no: RunNo): Possible["variables"] {
  const set = tree.runs[no]?.vars ?? {};
  return Object.entries(declaredIn(tree, no)).map(([name, given]) => ({
    name,
    value: set[name] ?? (given as Stored),
  }));
}

type Place = { readonly node: NodeId; readonly item: number | null; readonly slot: Slot | undefined };

const FINAL: ReadonlySet<string> = new Set(["completed", "skipped", "failed"]);

/** Nodes that are not final, those that nothing has touched too; of a map the items that are open or have failed. */
function* placesOf(tree: TreeState, no: RunNo): Generator<Place> {
  const run = tree.runs[no];
  if (run?.phase !== "running") return;
  for (const node of compiledOf(tree, run).nodes.keys()) {
    const state = run.nodes?.[node];
    if (state && FINAL.has(state.status)) continue;
    yield { node, item: null, slot: state };
    if (state) yield* itemsOf(node, state);
  }
}

function* itemsOf(node: NodeId, state: NodeState): Generator<Place> {
  if (state.loop?.slot) yield { node, item: state.loop.index, slot: state.loop.slot };
  for (const [item, slot] of state.map?.slots.entries() ?? [])
    if (slot && slot.status !== "completed" && slot.status !== "skipped") yield { node, item, slot };
}

function possibleAt(tree: TreeState, no: RunNo, { node, item, slot }: Place, by: By): PossibleAt {
  const run = tree.runs[no] as RunState;
  const at = { run: no, node, ...(item === null ? {} : { item }), ...by };
  const { node: definition } = compiledOf(tree, run).nodes.get(node) ?? {};
  const ports = definition && item === null ? kindOf(definition).ports?.(definition) : undefined;
  const settle = (how: "complete" | "skip") =>
    settleVerdict(tree, { type: "settleNode", how, output: null, ...at });
  const ofNode = (command: Command): Verdict => (item === null ? verdictOf(tree, command) : "NOT_WAITING");
  return {
    node,
    item,
    kind: definition?.kind ?? "unknown",
    status: slot?.status ?? "pending",
    verdicts: {
      retry: verdictOf(tree, { type: "retryNode", ...at }),
      complete: settle("complete"),
      skip: settle("skip"),
      fail: verdictOf(tree, { type: "failNode", ...at }),
      signal: ofNode({ type: "signal", to: { node }, payload: null, run: no, ...by }),
      answer: ofNode({ type: "answer", approve: true, run: no, node, ...by }),
    },
    ports: ports?.names ?? [],
    portRequired: ports?.required ?? false,
    generation: slot?.generation ?? 1,
    asked: item === null ? askedAt(run.nodes?.[node]) : null,
    input: inputOf(tree, slot, definition?.kind ?? ""),
  };
}

function askedAt(state: NodeState | undefined): PossibleAt["asked"] {
  const awaits = state?.awaits;
  return awaits?.k === "approval" ? { title: awaits.title, details: awaits.details } : null;
}

/** What is asked for only when it is done, an output or a port, does not make it impossible. */
function settleVerdict(tree: TreeState, command: Command): Verdict {
  const verdict = verdictOf(tree, command);
  return verdict === "PORT_UNKNOWN" || verdict === "OUTPUT_INVALID" ? null : verdict;
}

/** Of agents and requests the input of an attempt is not what their node was given; nor is what a fallback works on. */
function inputOf(tree: TreeState, slot: Slot | undefined, kind: string): Stored | null {
  if (slot?.edited !== undefined) return slot.edited;
  if (slot?.ladder?.replaced) return null;
  if (slot?.child !== undefined) return tree.runs[slot.child]?.input ?? null;
  return kind === "task" && slot?.input !== undefined ? slot.input : null;
}
