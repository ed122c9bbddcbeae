import { type HandedOff, handOff } from "../context/handoff.ts";
import type { Facts } from "../context/inquiry.ts";
import type { CallContext } from "../context/schema.ts";
import type { RunStarted } from "../run/events.ts";
import type { SlotRef, TreeState } from "../run/state.ts";
import { definitionOf, runAt } from "../run/tree.ts";
import { callContextOf, requestOf } from "./child-context.ts";
import { localsAt } from "./locals.ts";

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
  return callContextOf(node);
}
