import type { NodeBody } from "../../graph/graph.ts";
import type { Thing } from "../graph-maker.ts";
import { calleeOf } from "./calls.ts";
import { type Made, type Reading, tasksOf } from "./reading.ts";
import type { ConductorTask, Parameters } from "./shape.ts";
import { translate } from "./templates.ts";

/** What a loop does at most where its condition does not say. */
const MOST = 100;
const UP_TO = String.raw`\$\.\w+(?:\[['"]iteration['"]\]|\.iteration) {0,9}(<=?) {0,9}(\d{1,9})`;
/** The count alone, as it is or as what an `if` asks. */
const COUNTED = new RegExp(
  String.raw`^(?:${UP_TO}|if ?\( ?${UP_TO} ?\) ?\{ ?(?:return )?true ?;? ?\} ?else ?\{ ?(?:return )?false ?;? ?\}) ?;?$`,
);
const AMONG = new RegExp(UP_TO);

/** Again and again: one task as it is, several as a graph of their own. */
export function loopOf(reading: Reading, task: ConductorTask, thing: Thing): Made {
  const { body, inner } = bodyOf(reading, task, thing);
  const condition = (task.loopCondition ?? "").replace(/\s+/g, " ").trim();
  const counted = COUNTED.test(condition);
  const most = mostOf(condition);
  return {
    node: { kind: "loop", body, maxIterations: Math.min(most, 100_000), onLimit: "succeed" },
    fate: counted ? inner : "approximated",
    message: counted
      ? `Up to ${most} times.`
      : `Its condition is a script, which is not run (${(task.loopCondition ?? "none").slice(0, 200)}): say when it ends with while or until.`,
  };
}

/** A count that other conditions shorten is still the most. */
function mostOf(condition: string): number {
  const [, sign, count] =
    condition.includes("||") || condition.includes("!") ? [] : (AMONG.exec(condition) ?? []);
  return count === undefined ? MOST : Math.max(1, Number(count) + (sign === "<=" ? 1 : 0));
}

function bodyOf(
  reading: Reading,
  task: ConductorTask,
  thing: Thing,
): { readonly body: NodeBody; readonly inner: Made["fate"] } {
  const tasks = task.loopOver ?? [];
  const [only] = tasks;
  const place = `${thing.place}/loopOver`;
  if (only && tasks.length === 1 && isPlain(only)) {
    const made = reading.nodeOf({ ...reading, loop: task.taskReferenceName }, only, {
      place: `${place}/0`,
      what: only.taskReferenceName,
    });
    reading.maker.note(made.fate, { place: `${place}/0`, what: only.taskReferenceName }, made.message);
    // Kinds of plain tasks are those that a body may have.
    return {
      body: made.node as unknown as NodeBody,
      inner: made.fate === "mapped" ? "mapped" : "approximated",
    };
  }
  const graph = reading.define(
    { name: task.taskReferenceName, tasks: [...tasks] },
    thing.place,
    reading.maker.notes,
  );
  return { body: { kind: "subworkflow", graph, input: "= input" }, inner: "mapped" };
}

function isPlain({ type = "SIMPLE" }: ConductorTask): boolean {
  return ["SIMPLE", "HTTP", "SUB_WORKFLOW", "INLINE"].includes(type);
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
  const { value } = translate(inputs ?? [], tasksOf(reading));
  const over = typeof value === "string" && value.startsWith("=") ? value : null;
  const body = branchOf(reading, parameters);
  const node = { kind: "map", over: over ?? "= []", body: body ?? UNKNOWN } as const;
  return over !== null && body
    ? { node, fate: "mapped", message: "A branch for each of a list." }
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
