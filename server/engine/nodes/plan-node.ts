import type { Pin } from "../graph/graph.ts";
import type { NodeId, RunNo } from "../ids.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, refused } from "../run/deciding.ts";
import type { SlotRef } from "../run/state.ts";
import { boundGraphOf, definitionOf, nodeOf, runAt, slotAt } from "../run/tree.ts";
import { completeNode } from "./complete.ts";
import type { Answered, Planning, Unusable } from "./planner.ts";
import { plannerOf } from "./planners.ts";
import { refuseInput } from "./refuse-input.ts";
import { refusedNode } from "./within-limits.ts";

type At = { readonly run: RunNo; readonly node: NodeId };

/** A node whose incoming edges are decided: it starts, or is skipped. */
export function planNode(deciding: Deciding, { run, node }: At): Decision {
  if (nodeOf(runAt(deciding.tree, run), node)?.status === "skippable")
    return decided(deciding, [{ type: "NodeSkipped", run, node }]);
  const over = refusedNode(deciding, { run, node });
  if (over) return over;
  const { planning, definition, planner } = at(deciding, { run, node });
  const pin = boundGraphOf(deciding.tree, planning.run).trial?.pins[node];
  if (pin) return planPinned(planning, pin);
  return refuseInput(planning, definition) ?? planner.plan(planning, definition);
}

/** Its edges are decided as if the result had come by itself; what it would have done is not. */
function planPinned({ deciding, ref }: Planning, { output, port, from }: Pin): Decision {
  return completeNode(deciding, ref, {
    result: { output },
    pinned: true,
    ...(port === undefined ? {} : { port }),
    ...(from === undefined ? {} : { reused: from }),
  });
}

/** A node that repeats a body starts its next item, or ends. */
export function planMove(deciding: Deciding, { run, node }: At): Decision {
  const { planning, definition, planner } = at(deciding, { run, node });
  return planner.move?.(planning, definition) ?? refused("IDLE");
}

/** One item is asked for again. */
export function planAgain(deciding: Deciding, { run, node, item }: At & { readonly item: number }): Decision {
  const { planning, definition, planner } = at(deciding, { run, node, item });
  return planner.again?.(planning, definition) ?? refused("IDLE");
}

/** The node's own attempt was answered; `null` when the answer simply is its result. */
export function planAnswered(deciding: Deciding, ref: SlotRef, answer: Answered): Decision | Unusable | null {
  if (ref.item !== undefined) return null;
  const { planning, definition, planner } = at(deciding, ref);
  return planner.answered?.(planning, definition, answer) ?? null;
}

/** The instant that a node waited for has come. */
export function planWoken(deciding: Deciding, { run, node }: SlotRef): Decision {
  const { planning, definition, planner } = at(deciding, { run, node });
  return planner.woken?.(planning, definition) ?? refused("NOT_DUE");
}

function at(deciding: Deciding, ref: SlotRef) {
  const run = runAt(deciding.tree, ref.run);
  const definition = definitionOf(deciding.tree, run, ref.node).node;
  const edited = slotAt(deciding.tree, ref)?.edited;
  const planning: Planning = { deciding, run, ref, ...(edited === undefined ? {} : { edited }) };
  return { planning, definition, planner: plannerOf(definition) };
}
