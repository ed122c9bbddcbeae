import { entriesScope } from "../context/scope.ts";
import type { Scope } from "../expression/index.ts";
import type { NodeId } from "../ids.ts";
import { remainingOf } from "../recursion/remaining.ts";
import type { RunState, TreeState } from "../run/state.ts";
import { boundGraphOf } from "../run/tree.ts";
import type { Stored } from "../values/json.ts";

type Extra = {
  /** A node whose output is about to become final. */
  readonly node?: NodeId;
  readonly output?: Stored;
  readonly item?: Stored;
  readonly index?: number;
  readonly previous?: Stored;
};

/** What the expressions of a run see: its input, outputs of completed nodes, its place, what is left of the tree. */
export function scopeOf(tree: TreeState, run: RunState, extra: Extra = {}): Scope {
  return {
    input: run.input,
    node: (id) => (id === extra.node ? (extra.output ?? null) : completedOutput(run, id)),
    get vars() {
      return { ...boundGraphOf(tree, run).graph.variables, ...run.vars };
    },
    run: { depth: run.depth, label: run.label ?? null },
    // Few expressions ask for it, and it is the dearest part of the scope.
    get tree() {
      return { remaining: remainingOf(tree, run) };
    },
    ...(run.context ? entriesScope(run.context.entries) : {}),
    ...(extra.item === undefined ? {} : { item: extra.item }),
    ...(extra.previous === undefined ? {} : { previous: extra.previous }),
    ...(extra.index === undefined ? {} : { index: extra.index }),
  };
}

function completedOutput(run: RunState, id: NodeId): Stored | undefined {
  const node = run.nodes?.[id];
  return node?.status === "completed" ? (node.output ?? null) : undefined;
}
