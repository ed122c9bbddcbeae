import { type HandedOff, handOff } from "../context/handoff.ts";
import type { Facts } from "../context/inquiry.ts";
import type { CallContext } from "../context/schema.ts";
import type { RunStarted } from "../run/events.ts";
import type { SlotRef, TreeState } from "../run/state.ts";
import { definitionOf, nodeOf, runAt } from "../run/tree.ts";
import { requestOf } from "./child-context.ts";
import { kindOf } from "./definitions.ts";
import type { Locals } from "./planner.ts";

/**
 * The hand-off of a recorded start, as another strategy would have made it. `tree` is folded to just before that start.
 * `undefined` repeats the call's own words; `null` comes back when the parent had no context to hand on.
 */
export function whatIf(
  tree: TreeState,
  started: RunStarted,
  call: CallContext | undefined,
  facts: Facts,
): HandedOff | null {
  const { origin } = started;
  const graph = tree.graphs[started.graph];
  if (!origin || !graph || !runAt(tree, origin.run).context) return null;
  const child = { graph, input: started.input, label: started.label };
  const words = call ?? ownWords(tree, origin);
  return handOff(requestOf(tree, started.at, origin, words, child, localsAt(tree, origin)), facts);
}

function ownWords(tree: TreeState, { run, node: id }: SlotRef): CallContext | undefined {
  const { node } = definitionOf(tree, runAt(tree, run), id);
  const call = kindOf(node).body?.(node).body ?? node;
  return call.kind === "subworkflow" ? call.context : undefined;
}

/** What the expressions of the body saw. */
function localsAt(tree: TreeState, { run, node, item }: SlotRef): Locals | undefined {
  const state = nodeOf(runAt(tree, run), node);
  if (item === undefined || !state) return undefined;
  if (state.loop) return { index: item, previous: state.loop.previous, passed: null };
  return { index: item, item: state.map?.items[item] ?? null, passed: null };
}
