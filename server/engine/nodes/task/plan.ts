import { decided } from "../../run/deciding.ts";
import { placeAttempt } from "../../run/place.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { inputFor, unlessValue } from "../planning.ts";

/** One attempt at a registered task; its answer, or the last failure, ends the node. */
export const planTask: Planner<NodeOf<"task">> = {
  plan: (planning, node) => {
    const input = inputFor(planning, node.input);
    if (input.kind !== "value") return unlessValue(planning, input);
    const { deciding, ref } = planning;
    return decided(deciding, placeAttempt(deciding, ref, node.task, 1, input.stored), input.blobs);
  },
};
