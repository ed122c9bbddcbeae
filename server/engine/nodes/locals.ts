import type { SlotRef, TreeState } from "../run/state.ts";
import { nodeOf, runAt } from "../run/tree.ts";
import type { Locals } from "./planner.ts";

/** What the expressions of the body saw. */
export function localsAt(tree: TreeState, { run, node, item }: SlotRef): Locals | undefined {
  const state = nodeOf(runAt(tree, run), node);
  if (item === undefined || !state) return undefined;
  if (state.loop) return { index: item, previous: state.loop.previous, passed: null };
  return { index: item, item: state.map?.items[item] ?? null, passed: null };
}
