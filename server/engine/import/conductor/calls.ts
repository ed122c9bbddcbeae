import { MOST_REVISIONS } from "../../graph/callee.ts";
import { slugName } from "../foreign-names.ts";
import type { Thing } from "../graph-maker.ts";
import { readAs } from "../shapes.ts";
import { recordOf } from "./http.ts";
import { type Made, type Reading, withInput, withTold } from "./reading.ts";
import { type ConductorTask, conductorShape } from "./shape.ts";

/** A workflow that is called, of which one version may be named: that is one revision here. */
export type Callee = { readonly workflow: string; readonly revision?: number };

export function calleeOf(reading: Reading, name: string, version: unknown): Callee {
  const pinned = Number.isInteger(Number(version)) && Number(version) >= 1 ? Number(version) : null;
  const self = name === reading.name && (pinned === null || pinned === reading.version);
  if (self) return { workflow: "self" };
  return {
    workflow: slugName(name),
    ...(pinned === null || pinned > MOST_REVISIONS ? {} : { revision: pinned }),
  };
}

/** Revisions are numbered here from the first that is published. */
export function pinnedMessage({ workflow, revision }: Callee): string {
  return revision === undefined
    ? ""
    : ` It is pinned to revision ${revision} of ${workflow}: look whether that is its version ${revision} here too.`;
}

/** A call of another revision than the latest is to be looked at. */
export function looked(made: Made, callee: Callee): Made {
  if (callee.revision === undefined) return made;
  return { ...made, fate: "approximated", message: made.message + pinnedMessage(callee) };
}

export function subWorkflow(reading: Reading, task: ConductorTask, thing: Thing): Made {
  const { name = task.name, version, workflowDefinition } = task.subWorkflowParam ?? {};
  const inner =
    typeof workflowDefinition === "object" && workflowDefinition !== null
      ? readAs(conductorShape, workflowDefinition)
      : null;
  if (inner?.ok) {
    const graph = reading.define(
      inner.value,
      `${thing.place}/subWorkflowParam/workflowDefinition`,
      reading.maker.notes,
    );
    return withInput(reading, task.inputParameters, "A child run of a graph inside.", (input) => ({
      kind: "subworkflow",
      graph,
      input,
    }));
  }
  const callee = calleeOf(reading, name, version);
  const lost = [
    ...(inner ? [`What is defined inside cannot be read (${inner.place}: ${inner.message}).`] : []),
    ...(typeof workflowDefinition === "string" ? [DECIDED] : []),
    ...decidedLater(name),
  ];
  const made = withInput(reading, task.inputParameters, `A child run of ${callee.workflow}.`, (input) => ({
    kind: "subworkflow",
    ...callee,
    input,
  }));
  return withTold(looked(made, callee), lost);
}

const DECIDED = "Which workflow it is, is decided there as it runs: say which one it is here.";

function decidedLater(name: string): readonly string[] {
  return name.includes("${") ? [DECIDED] : [];
}

export function startWorkflow(reading: Reading, task: ConductorTask): Made {
  const start = recordOf(task.inputParameters?.["startWorkflow"]);
  const name = typeof start["name"] === "string" ? start["name"] : task.name;
  const callee = calleeOf(reading, name, start["version"]);
  const made = withInput(reading, start["input"], "Starts a run of its own.", (input) => ({
    kind: "subworkflow",
    ...callee,
    detached: true,
    input,
  }));
  return withTold(looked(made, callee), decidedLater(name));
}
