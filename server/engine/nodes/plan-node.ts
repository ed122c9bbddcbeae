import type { NodeId, RunNo } from "../ids.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, refused } from "../run/deciding.ts";
import type { SlotRef } from "../run/state.ts";
import { definitionOf, nodeOf, runAt } from "../run/tree.ts";
import { plannerOf } from "./planners.ts";

type At = { readonly run: RunNo; readonly node: NodeId };

/** A node whose incoming edges are decided: it starts, or is skipped. */
export function planNode(deciding: Deciding, { run: no, node }: At): Decision {
  const run = runAt(deciding.tree, no);
  if (nodeOf(run, node)?.status === "skippable")
    return decided(deciding, [{ type: "NodeSkipped", run: no, node }]);
  const definition = definitionOf(deciding.tree, run, node).node;
  return plannerOf(definition).plan({ deciding, run, ref: { run: no, node } }, definition);
}

/** A node that repeats a body starts its next item, or ends. */
export function planMove(deciding: Deciding, { run: no, node }: At): Decision {
  const run = runAt(deciding.tree, no);
  const definition = definitionOf(deciding.tree, run, node).node;
  const { move } = plannerOf(definition);
  return move ? move({ deciding, run, ref: { run: no, node } }, definition) : refused("IDLE");
}

/** The instant that a node waited for has come. */
export function planWoken(deciding: Deciding, { run: no, node }: SlotRef): Decision {
  const run = runAt(deciding.tree, no);
  const definition = definitionOf(deciding.tree, run, node).node;
  const { woken } = plannerOf(definition);
  return woken ? woken({ deciding, run, ref: { run: no, node } }, definition) : refused("NOT_DUE");
}
