import type { GraphNode } from "../../graph/graph.ts";
import { nodeName, shownText } from "../foreign-names.ts";
import type { Thing } from "../graph-maker.ts";
import { attemptsOf, attemptsTold } from "./attempts.ts";
import { startWorkflow, subWorkflow } from "./calls.ts";
import { isBeside } from "./fork.ts";
import { http } from "./http.ts";
import { type Made, type Reading, withInput, withTold } from "./reading.ts";
import { dynamicFork, loopOf } from "./repeats.ts";
import type { ConductorTask } from "./shape.ts";
import { wait } from "./waits.ts";

type Maker = (reading: Reading, task: ConductorTask, thing: Thing) => Made;

const MAKERS: Readonly<Record<string, Maker>> = {
  SUB_WORKFLOW: subWorkflow,
  START_WORKFLOW: startWorkflow,
  HTTP: http,
  INLINE: inline,
  LAMBDA: inline,
  WAIT: wait,
  HUMAN: human,
  EVENT: event,
  SET_VARIABLE: setVariable,
  JSON_JQ_TRANSFORM: jq,
  DO_WHILE: loopOf,
  FORK_JOIN_DYNAMIC: dynamicFork,
  SIMPLE: simple,
};

/** The node of a task; one of a type that is not known is a task to be registered. */
export function nodeOf(reading: Reading, task: ConductorTask, thing: Thing): Made {
  const { type = "SIMPLE" } = task;
  const make = Object.hasOwn(MAKERS, type) ? MAKERS[type] : undefined;
  const made = withTold((make ?? unknownType)(reading, task, thing), [
    ...(TRIED.has(type) || !make ? [] : attemptsTold(task)),
    ...(task.startDelay ? [`It starts ${task.startDelay} seconds later there.`] : []),
    ...(task.onStateChange ? ["The events that it sends as its state changes are not sent."] : []),
    ...(task.cacheConfig ? ["Its results are not kept for later runs."] : []),
    ...(task.asyncComplete ? ["Somebody else says there when it is done; here its own end does."] : []),
  ]);
  const optional = task.optional === true && made.node.kind !== "transform";
  return optional ? { ...made, node: { ...made.node, recovery: [{ do: "degrade" }] } as GraphNode } : made;
}

/** Types of which each attempt is one here. */
const TRIED = new Set(["SIMPLE", "HTTP"]);

function simple(reading: Reading, task: ConductorTask): Made {
  const name = shownText(task.name, 120);
  const { fields, told } = attemptsOf(task);
  const tries = fields.retry ? "" : " How often it is tried, its definition says, which is not in this file.";
  const input = { ...task.taskDefinition?.inputTemplate, ...task.inputParameters };
  const made = withInput(reading, input, `A task: register one named "${name}".${tries}`, (value) => ({
    kind: "task",
    task: name.startsWith("banyan:") ? nodeName(name) : name,
    input: value,
    ...fields,
  }));
  return withTold(made, told);
}

function unknownType(reading: Reading, task: ConductorTask): Made {
  const made = simple(reading, task);
  return {
    ...made,
    fate: "approximated",
    message: `There is no node of type ${task.type}: a task stands in its place.`,
  };
}

function inline(reading: Reading, task: ConductorTask): Made {
  const { expression, scriptExpression, evaluatorType: _evaluator, ...input } = task.inputParameters ?? {};
  const script = String(expression ?? scriptExpression ?? task.expression ?? "null");
  const made = withInput(reading, input, "", (value) => ({
    kind: "code",
    code: `const $ = input;\nreturn ${script.trim().replace(/;+$/, "")};`,
    input: value,
  }));
  return {
    ...made,
    fate: "approximated",
    message:
      "A script, kept as it is. Nothing of it was run, and code nodes are off unless an administrator turns them on.",
  };
}

function human(_reading: Reading, task: ConductorTask): Made {
  return {
    node: { kind: "approval", title: shownText(task.description ?? task.name, 500) },
    fate: "approximated",
    message:
      "Something that people do: here they approve or deny, and the form that they filled in is not kept.",
  };
}

function event(reading: Reading, task: ConductorTask): Made {
  const name =
    (task.sink ?? task.name)
      .replace(/[^A-Za-z0-9_.-]+/g, ".")
      .replace(/^[^A-Za-z]+/, "")
      .slice(0, 120) || "event";
  const made = withInput(reading, task.inputParameters, "Emits an event.", (payload) => ({
    kind: "emit",
    event: name,
    payload,
  }));
  const sink = task.sink ?? "conductor";
  if (sink === "conductor" || sink.startsWith("conductor:")) return made;
  return withTold(made, [
    `There it goes to ${shownText(sink, 120)}: here only who follows Banyan learns of it.`,
  ]);
}

/** What reads the variable reads the output of the node. */
function setVariable(reading: Reading, task: ConductorTask): Made {
  const made = withInput(
    reading,
    task.inputParameters,
    "A variable: whatever reads it reads the output of this node.",
    (output) => ({ kind: "transform", output }),
  );
  return isBeside(reading)
    ? withTold(made, [
        "Another branch may set it at the same time: here what is written later in the file counts.",
      ])
    : made;
}

function jq(reading: Reading, task: ConductorTask): Made {
  const made = withInput(reading, task.inputParameters, "", (output) => ({
    kind: "transform",
    output: { result: output },
  }));
  return {
    ...made,
    fate: "approximated",
    message: 'jq is not run here: write what it does as the expression of "result".',
  };
}
