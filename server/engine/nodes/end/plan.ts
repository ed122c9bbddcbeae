import type { NodeOf, Planner } from "../planner.ts";
import { finish, inputFor, planOutput, unlessValue } from "../planning.ts";

/** Without an output of its own an `end` passes on what reaches it. */
export const planEnd: Planner<NodeOf<"end">> = {
  plan: (planning, node) => {
    if (node.output !== undefined) return planOutput(planning, node.output, "output");
    const input = inputFor(planning, undefined);
    if (input.kind !== "value") return unlessValue(planning, input);
    return finish(planning, { output: input.stored, blobs: input.blobs });
  },
};
