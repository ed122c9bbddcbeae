import type { GraphNode } from "../../graph/graph.ts";
import { nodeName, shownText } from "../foreign-names.ts";
import type { Thing } from "../graph-maker.ts";
import { startWorkflow, subWorkflow } from "./calls.ts";
import { http } from "./http.ts";
import { type Made, type Reading, withInput } from "./reading.ts";
import { dynamicFork, loopOf } from "./repeats.ts";
import type { ConductorTask } from "./shape.ts";

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
  const made = (make ?? unknownType)(reading, task, thing);
  const optional = task.optional === true && made.node.kind !== "transform";
  return optional ? { ...made, node: { ...made.node, recovery: [{ do: "degrade" }] } as GraphNode } : made;
}

function simple(reading: Reading, task: ConductorTask): Made {
  const name = shownText(task.name, 120);
  const retry = task.retryCount ? { retry: { maxAttempts: Math.min(100, task.retryCount + 1) } } : {};
  return withInput(reading, task.inputParameters, `A task: register one named "${name}".`, (input) => ({
    kind: "task",
    task: name.startsWith("banyan:") ? nodeName(name) : name,
    input,
    ...retry,
  }));
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

function wait(_reading: Reading, task: ConductorTask): Made {
  const { duration, until } = task.inputParameters ?? {};
  const ms = typeof duration === "string" ? durationOf(duration) : null;
  if (ms !== null)
    return { node: { kind: "wait", durationMs: ms }, fate: "mapped", message: "Waits for a time." };
  const iso =
    typeof until === "string"
      ? /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?\s*(?:GMT|UTC|Z)?$/.exec(until)
      : null;
  if (iso)
    return {
      node: { kind: "wait", until: `${iso[1]}T${iso[2]}:00Z` },
      fate: "mapped",
      message: "Waits until an instant.",
    };
  const exact = duration === undefined && until === undefined;
  return {
    node: { kind: "wait", signal: task.taskReferenceName },
    fate: exact ? "mapped" : "approximated",
    message: exact
      ? "Waits for a signal of that name."
      : "How long it waits cannot be read: it waits for a signal of that name.",
  };
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^d/, 86_400_000],
  [/^h/, 3_600_000],
  [/^m(?!s)/, 60_000],
  [/^s/, 1_000],
];

/** `2 days 3 hours`, `90s`. */
function durationOf(text: string): number | null {
  if (text.length > 100) return null;
  const parts = [...text.matchAll(/(\d+)\s*([a-z]+)/gi)];
  if (parts.length === 0 || text.replace(/(\d+)\s*([a-z]+)/gi, "").trim() !== "") return null;
  const ms = parts.map(([, count, unit = ""]) => {
    const per = UNITS.find(([name]) => name.test(unit.toLowerCase()))?.[1];
    return per === undefined ? Number.NaN : Number(count) * per;
  });
  const total = ms.reduce((sum, part) => sum + part, 0);
  return Number.isFinite(total) && total <= 31_536_000_000 ? total : null;
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
  return withInput(reading, task.inputParameters, "Emits an event.", (payload) => ({
    kind: "emit",
    event: name,
    payload,
  }));
}

function setVariable(reading: Reading, task: ConductorTask): Made {
  const made = withInput(reading, task.inputParameters, "", (output) => ({ kind: "transform", output }));
  return { ...made, fate: "approximated", message: "A variable: read it as the output of this node." };
}

function jq(reading: Reading, task: ConductorTask): Made {
  const made = withInput(reading, task.inputParameters, "", (output) => ({ kind: "transform", output }));
  return {
    ...made,
    fate: "approximated",
    message: "jq is not run here: write what it does as an expression.",
  };
}
