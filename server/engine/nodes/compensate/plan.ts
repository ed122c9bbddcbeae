import { startUndo } from "../../recovery/compensate.ts";
import { undoOf } from "../../recovery/undo.ts";
import { decided } from "../../run/deciding.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { finish } from "../planning.ts";

/** A child run undoes what there is; with nothing to undo the node is done at once. */
export const planCompensate: Planner<NodeOf<"compensate">> = {
  plan: (planning, { of }) => {
    const { deciding, run, ref } = planning;
    const list = of ? (run.undo ?? []).toReversed().filter(({ node }) => of.includes(node)) : undoOf(run);
    if (list.length === 0) return finish(planning, { output: { undone: 0 } });
    return decided(deciding, startUndo(deciding.tree, run, ref.node, list, of));
  },
};
