import { decided, failure } from "../../run/deciding.ts";
import { placeAttempt } from "../../run/place.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { fail, inputFor, unlessValue } from "../planning.ts";
import { CODE } from "./definition.ts";

/** One attempt at the code, by an executor that is absent unless an admin has turned code nodes on. */
export const planCode: Planner<NodeOf<"code">> = {
  plan: (planning, node) => {
    const { deciding, ref } = planning;
    if (!deciding.env.task(CODE)) return fail(planning, codeOff(ref.node));
    const input = inputFor(planning, node.input);
    if (input.kind !== "value") return unlessValue(planning, input);
    const { code, memoryMb } = node;
    const work = { code, input: input.stored, ...(memoryMb === undefined ? {} : { memoryMb }) };
    return decided(deciding, placeAttempt(deciding, ref, CODE, 1, work), input.blobs);
  },
};

function codeOff(node: string) {
  const message = `Node ${node} runs code, and code nodes are off here. An admin can turn them on; a task in tasks/ does the same without it.`;
  return failure("definition", "CodeOff", message, { node });
}
