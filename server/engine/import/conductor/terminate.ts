import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import type { Thing } from "../graph-maker.ts";
import { arrive, type Exit, type Reading } from "./reading.ts";
import { scopeOf } from "./scope.ts";
import type { ConductorTask } from "./shape.ts";
import { translate } from "./templates.ts";

/** Ends the run, with a result or as a failure. */
export function terminate(
  reading: Reading,
  task: ConductorTask,
  from: readonly Exit[],
  thing: Thing,
): readonly Exit[] {
  const { maker } = reading;
  const { terminationStatus, workflowOutput, terminationReason } = task.inputParameters ?? {};
  const completed = terminationStatus === "COMPLETED";
  const { value, strange } = translate(
    (completed ? workflowOutput : terminationReason) ?? null,
    scopeOf(reading),
  );
  const id = maker.add(maker.names.of(task.taskReferenceName), endOf(completed, value, task.name));
  arrive(reading, from, id, thing);
  const round = completed && reading.round !== undefined;
  const exact = strange.length === 0 && (completed || terminationStatus === "FAILED") && !round;
  const message = round
    ? "Ends its round of the loop; there it ends the whole run."
    : completed
      ? "Ends the run with a result."
      : "Ends the run as a failure.";
  maker.note(
    exact ? "mapped" : "approximated",
    thing,
    exact ? message : `${message} Look at what it says.`,
    id,
  );
  return [];
}

function endOf(completed: boolean, value: Json, name: string): GraphNode {
  if (completed) return { kind: "end", output: value ?? {} };
  return { kind: "fail", message: value ?? `Terminated by ${name}` };
}
