import type { NodeBody } from "../../graph/graph.ts";
import type { Thing } from "../graph-maker.ts";
import { calleeOf } from "./calls.ts";
import { bodyOf } from "./loop-body.ts";
import type { Made, Reading } from "./reading.ts";
import { roundsOf } from "./rounds.ts";
import { scopeOf } from "./scope.ts";
import type { ConductorTask, Parameters } from "./shape.ts";
import { translate } from "./templates.ts";

/** Again and again: one task as it is, several as a graph of their own. */
export function loopOf(reading: Reading, task: ConductorTask, thing: Thing): Made {
  const rounds = roundsOf(reading, task);
  const { body, inner } = bodyOf(reading, task, thing);
  return {
    node: { kind: "loop", body, ...rounds.fields },
    fate: rounds.exact ? inner : "approximated",
    message: rounds.message,
  };
}

/** As many branches as a run decides: a map over the inputs of the branches. */
export function dynamicFork(reading: Reading, task: ConductorTask): Made {
  const parameters = task.inputParameters ?? {};
  const named = [task.dynamicForkTasksInputParamName, task.dynamicForkTasksParam].flatMap(
    (name) => name ?? [],
  );
  const inputs = ["forkTaskInputs", ...named]
    .map((name) => parameters[name])
    .find((given) => given !== undefined);
  const { value } = translate(inputs ?? [], scopeOf(reading));
  const over = typeof value === "string" && value.startsWith("=") ? value : null;
  const body = branchOf(reading, parameters);
  const node = { kind: "map", over: over ?? "= []", body: body ?? UNKNOWN } as const;
  return over !== null && body
    ? {
        node,
        fate: "mapped",
        message:
          "A branch for each of a list. What is no object is the input of a branch as it is, and there a field named input; a branch does not learn its __index.",
      }
    : {
        node,
        fate: "approximated",
        message: "Which task each branch is, is decided as it runs: here all of them do the same.",
      };
}

const UNKNOWN: NodeBody = { kind: "task", task: "dynamic-task", input: "= item" };

/** What each branch does, where all do the same. */
function branchOf(reading: Reading, parameters: Parameters): NodeBody | null {
  const { forkTaskWorkflow: workflow, forkTaskWorkflowVersion: version, forkTaskName: name } = parameters;
  if (typeof workflow === "string")
    return { kind: "subworkflow", ...calleeOf(reading, workflow, version), input: "= item" };
  return typeof name === "string" && name !== ""
    ? { kind: "task", task: name.slice(0, 120), input: "= item" }
    : null;
}
