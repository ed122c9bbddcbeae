import { failure } from "../../run/deciding.ts";
import { expressionIn } from "../evaluate.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { fail, finish, scopeFor, unlessValue, whereOf } from "../planning.ts";

/** The first case that holds names the port that is taken. */
export const planDecision: Planner<NodeOf<"decision">> = {
  plan: (planning, node) => {
    const scope = scopeFor(planning);
    for (const [index, choice] of node.cases.entries()) {
      const where = whereOf(planning, `cases[${index}].when`);
      const held = expressionIn(planning.deciding, choice.when, scope, where);
      if (held.kind !== "value") return unlessValue(planning, held);
      if (held.stored === true) return finish(planning, { output: { port: choice.port }, port: choice.port });
    }
    if (node.default !== undefined)
      return finish(planning, { output: { port: node.default }, port: node.default });
    const id = planning.ref.node;
    const message = `No case of decision ${id} holds and it has no default.`;
    return fail(planning, failure("definition", "NoCaseHolds", message, { node: id }));
  },
};
