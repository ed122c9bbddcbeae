import type { Decision } from "../../run/commands.ts";
import { decided, failure, refused } from "../../run/deciding.ts";
import type { LoopState } from "../../run/state.ts";
import { nodeOf } from "../../run/tree.ts";
import { planBody } from "../body-planners.ts";
import { expressionIn, type Shortfall } from "../evaluate.ts";
import { inputOf } from "../input.ts";
import type { NodeOf, Planner, Planning } from "../planner.ts";
import { fail, finish, scopeFor, unlessValue, whereOf } from "../planning.ts";

type Loop = NodeOf<"loop">;

/** One iteration at a time. That the next one starts says that the conditions were looked at and let it. */
export const planLoop: Planner<Loop> = {
  plan: ({ deciding, ref }) =>
    decided(deciding, [{ type: "NodeStarted", run: ref.run, node: ref.node, loop: true }]),
  move: (planning, node) => {
    const loop = nodeOf(planning.run, planning.ref.node)?.loop;
    if (!loop) return refused("IDLE");
    if (loop.slot?.failure && loop.slot.status === "failed") return fail(planning, loop.slot.failure);
    const verdict = verdictOf(planning, node, loop);
    if (verdict === "end") return finish(planning, { output: loop.previous });
    return verdict === "next" ? startIteration(planning, node, loop) : unlessValue(planning, verdict);
  },
  again: (planning, node) => {
    const loop = nodeOf(planning.run, planning.ref.node)?.loop;
    return loop ? startIteration(planning, node, loop) : refused("IDLE");
  },
};

/** The last output ends the loop before the limit does. */
function verdictOf(planning: Planning, node: Loop, loop: LoopState): "end" | "next" | Shortfall {
  const until = loop.index === 0 ? false : holds(planning, node.until, loop, "until");
  if (until !== undefined && until !== false) return until === true ? "end" : until;
  const goesOn = holds(planning, node.while, loop, "while");
  if (goesOn !== undefined && goesOn !== true) return goesOn === false ? "end" : goesOn;
  if (loop.index < node.maxIterations) return "next";
  return node.onLimit === "succeed" ? "end" : { kind: "failure", failure: limitReached(planning, node) };
}

/** `undefined` = the loop has no such condition. */
function holds(planning: Planning, source: string | undefined, loop: LoopState, field: string) {
  if (source === undefined) return undefined;
  const locals = { index: loop.index, previous: loop.previous, passed: null };
  const held = expressionIn(
    planning.deciding,
    source,
    scopeFor({ ...planning, locals }),
    whereOf(planning, field),
  );
  return held.kind === "value" ? held.stored === true : held;
}

function startIteration(planning: Planning, node: Loop, loop: LoopState): Decision {
  const { deciding, run, ref } = planning;
  const { index, previous } = loop;
  const passed = index === 0 ? inputOf(deciding, run, ref.node, undefined) : null;
  if (passed && passed.kind !== "value") return unlessValue(planning, passed);
  const locals = { index, previous, passed: passed ? passed.stored : previous };
  return planBody({ ...planning, ref: { ...ref, item: index }, locals }, node.body);
}

function limitReached({ ref }: Planning, { maxIterations }: Loop) {
  const message = `Loop ${ref.node} has run ${maxIterations} iterations, as many as maxIterations allows, and nothing ended it. Raise maxIterations, correct "until" or "while", or set onLimit to "succeed".`;
  return failure("limit", "LoopLimitReached", message, { node: ref.node, max: maxIterations });
}
