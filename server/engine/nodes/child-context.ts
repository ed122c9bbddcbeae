import { performanceOf, usageOf } from "../context/circumstances.ts";
import type { Entry } from "../context/entry.ts";
import { keysReadBy, usesContext } from "../context/graph-use.ts";
import { type HandedOff, handOff } from "../context/handoff.ts";
import type { HandOffRequest, Purse } from "../context/handoff-request.ts";
import type { Facts } from "../context/inquiry.ts";
import { isForbidden } from "../context/labels.ts";
import { mergeBack } from "../context/merge-back.ts";
import { entriesRead } from "../context/render.ts";
import type { CallContext } from "../context/schema.ts";
import { settingsOf, taskKeysOf } from "../context/settings.ts";
import { beginContext } from "../context/start-context.ts";
import type { Changed } from "../context/writes.ts";
import type { Failure } from "../failure.ts";
import type { BoundGraph } from "../graph/graph.ts";
import { fingerprint } from "../hash.ts";
import type { EpochMs } from "../ids.ts";
import { accountOf, leftOf } from "../recursion/account.ts";
import { tokensLeftAt } from "../recursion/allowance.ts";
import { plus, type SomeAmounts } from "../recursion/amounts.ts";
import { openLevel } from "../recursion/open-level.ts";
import { type Deciding, factsOf, failure } from "../run/deciding.ts";
import type { RunState, Slot, SlotRef, TreeState } from "../run/state.ts";
import { boundGraphOf, definitionOf, runAt } from "../run/tree.ts";
import type { Json, Stored } from "../values/json.ts";
import { AGENT_PREFIX } from "./agent/definition.ts";
import { type GraphNode, kindOf } from "./definitions.ts";
import type { Locals, Planning } from "./planner.ts";
import { scopeOf } from "./scope.ts";

/** A child that is about to start. */
export type Newcomer = {
  readonly graph: BoundGraph;
  readonly input: Stored;
  readonly label?: string | undefined;
};

/** What a child gets of its parent's context; `null` when neither of them uses one. */
export function contextFor(
  { deciding, run: parent, ref, locals }: Planning,
  call: CallContext | undefined,
  child: Newcomer,
  grants: SomeAmounts = {},
): HandedOff | null {
  const { tree, at } = deciding;
  if (parent.context) {
    const request = requestOf(tree, at, ref, call, child, locals);
    return handOff({ ...request, purse: purseOf(tree, parent, grants) }, handOffFacts(deciding));
  }
  if (!usesContext(child.graph.graph)) return null;
  const begun = beginContext(
    {
      at,
      origin: { run: tree.runs.length, depth: parent.depth + 1 },
      graph: child.graph,
      treeId: tree.treeId,
      limits: tree.limits,
      deadlineAt: tree.deadlineAt,
      label: child.label ?? null,
      given: {},
      scope: { ...scopeOf(tree, parent), input: child.input },
    },
    factsOf(deciding),
  );
  return begun.kind === "begun" ? { ...begun, kind: "handedOff" } : begun;
}

/** With the agents that may summarise, and what of their answers the tree has paid for. */
function handOffFacts(deciding: Deciding): Facts {
  const { env, tree } = deciding;
  return {
    ...factsOf(deciding),
    agent: ({ agent, capabilities = [] }) => {
      const id = agent ?? env.chooseAgent?.(capabilities);
      const facts = id === undefined ? undefined : env.task(`${AGENT_PREFIX}${id}`);
      return id === undefined || !facts ? null : { id, usdPerToken: facts.meter?.usdPerToken ?? 0 };
    },
    paid: (id) => tree.bought?.[id] === true,
  };
}

/** What is left for the run besides what it is about to grant, and for its depth. */
function purseOf(tree: TreeState, run: RunState, grants: SomeAmounts): Purse {
  const left = (dimension: "tokens" | "costUsd") =>
    Math.max(0, plus(leftOf(tree, accountOf(tree, run), dimension).amount, -(grants[dimension] ?? 0)));
  const level = openLevel(tree, run);
  const ofDepth = "failure" in level ? 0 : tokensLeftAt(tree, run.depth, level.allowance);
  return { tokens: finite(Math.min(left("tokens"), ofDepth)), costUsd: finite(left("costUsd")) };
}

function finite(amount: number): number | null {
  return Number.isFinite(amount) ? amount : null;
}

/** All that a hand-off to a child depends on, read from the tree. */
export function requestOf(
  tree: TreeState,
  at: EpochMs,
  ref: SlotRef,
  call: CallContext | undefined,
  child: Newcomer,
  locals?: Locals,
): HandOffRequest {
  const parent = runAt(tree, ref.run);
  const { graph } = child.graph;
  return {
    at,
    treeId: tree.treeId,
    parent: {
      run: parent.no,
      depth: parent.depth,
      entries: parent.context?.entries ?? {},
      context: boundGraphOf(tree, parent).graph.context,
      scope: scopeOf(tree, parent, locals),
    },
    call,
    where: placeOf(ref),
    origin: { run: parent.no, depth: parent.depth, node: ref.node },
    child: {
      depth: parent.depth + 1,
      workflow: child.graph.slug,
      label: child.label ?? null,
      input: child.input,
      context: graph.context,
      taskKeys: taskKeysOf(graph),
      reads: keysReadBy(graph),
    },
    usage: usageOf(tree, at),
    performance: performanceOf(tree, parent),
    purse: { tokens: null, costUsd: null },
  };
}

/** What a node says of its children's context. */
export function callContextOf(node: GraphNode): CallContext | undefined {
  if (node.kind === "plan") return node.context;
  const call = kindOf(node).body?.(node).body ?? node;
  return call.kind === "subworkflow" ? call.context : undefined;
}

function placeOf({ node, item }: SlotRef): string {
  return item === undefined ? `node ${node}` : `node ${node}, item ${item}`;
}

/** Hash of the entries that a child's workflow declares as its task; `undefined` when it declares none. */
export function taskOf(parent: RunState, graph: BoundGraph): string | undefined {
  const keys = graph.graph.context?.task;
  if (!keys || keys.length === 0) return undefined;
  const hashes = keys.map((key) => parent.context?.entries[key]?.hash ?? null);
  return fingerprint(hashes as Json);
}

/** Refuses templates of a call that would carry an entry to where its labels forbid it. */
export function forbiddenRead(
  { run: parent, ref }: Planning,
  sources: readonly (Json | undefined)[],
): Failure | null {
  if (!parent.context) return null;
  const depth = parent.depth + 1;
  const held = Object.values(parent.context.entries).filter((entry) => isForbidden(entry, depth));
  if (held.length === 0) return null;
  const read = sources.flatMap((source) => (source === undefined ? [] : entriesRead(source, held)));
  return read[0] ? crossing(placeOf(ref), read[0], depth) : null;
}

function crossing(where: string, { key, labels = [], ceiling }: Entry, depth: number): Failure {
  return failure(
    "definition",
    "ContextForbidden",
    `${where}: its call reads context.${key}, whose labels (${labels.join(", ")}) keep it at depth ${ceiling}; the child would run at ${depth}. Leave it out, or allow the label deeper.`,
    { key, depth },
  );
}

/** What a settled child brings back into its parent's context; `null` when nothing does. */
export function returnedBy(deciding: Deciding, ref: SlotRef, slot: Slot | undefined): Changed | null {
  const { tree, at } = deciding;
  if (!slot?.returned || slot.returned.entries.length === 0) return null;
  const parent = runAt(tree, ref.run);
  const { context } = boundGraphOf(tree, parent).graph;
  const { node } = definitionOf(tree, parent, ref.node);
  const { mergeBack: merges } = settingsOf(context, callContextOf(node));
  const origin = { run: parent.no, depth: parent.depth, node: ref.node };
  const entries = parent.context?.entries ?? {};
  return mergeBack(
    slot.returned,
    merges,
    { at, origin, entries, context, where: `${placeOf(ref)}, mergeBack` },
    factsOf(deciding),
  );
}
