import { textIn } from "../evaluate.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { fail, scopeFor, unlessValue, whereOf } from "../planning.ts";

/** Ends the run with a failure that the graph states. */
export const planFail: Planner<NodeOf<"fail">> = {
  plan: (planning, node) => {
    const where = whereOf(planning, "message");
    const message = textIn(planning.deciding, node.message, scopeFor(planning), where);
    if (message.kind !== "text") return unlessValue(planning, message);
    const { text = "" } = message;
    return fail(planning, {
      class: "stated",
      code: node.code ?? "Failed",
      message: text,
      retryable: false,
    });
  },
};
