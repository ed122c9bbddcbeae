import type { Command, Decision } from "../commands.ts";
import { type Deciding, decided, refused } from "../deciding.ts";
import { boundGraphOf } from "../tree.ts";

type SetVariable = Extract<Command, { type: "setVariable" }>;

/** Expressions that are evaluated from now on see the new value. Only what the graph declares can be set. */
export function setVariable(deciding: Deciding, { run: no, name, value, actor }: SetVariable): Decision {
  const run = deciding.tree.runs[no];
  if (!run) return refused("RUN_UNKNOWN");
  if (run.phase !== "running") return refused("RUN_SETTLED");
  if (run.ending) return refused("RUN_ENDING");
  const { variables = {} } = boundGraphOf(deciding.tree, run).graph;
  if (!Object.hasOwn(variables, name)) return refused("VARIABLE_UNKNOWN");
  return decided(deciding, [{ type: "VariableSet", run: no, name, value, actor }]);
}
