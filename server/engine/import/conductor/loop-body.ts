import type { NodeBody } from "../../graph/graph.ts";
import { optionalPath, type Thing } from "../graph-maker.ts";
import type { Made, Reading } from "./reading.ts";
import type { Round } from "./round.ts";
import { scopeOf } from "./scope.ts";
import { allOf, type ConductorTask } from "./shape.ts";

export type LoopBody = { readonly body: NodeBody; readonly inner: Made["fate"] };

/** What a loop does: one task as it is, several as a graph of their own that is handed what it reads. */
export function bodyOf(reading: Reading, task: ConductorTask, thing: Thing): LoopBody {
  const tasks = task.loopOver ?? [];
  const [only] = tasks;
  return only && tasks.length === 1 && isPlain(only)
    ? alone(reading, task, only, thing)
    : several(reading, task, thing);
}

/** Kinds of plain tasks are those that a body may have. */
function isPlain({ type = "SIMPLE", optional }: ConductorTask): boolean {
  return optional !== true && ["SIMPLE", "HTTP", "SUB_WORKFLOW", "INLINE"].includes(type);
}

function alone(reading: Reading, loop: ConductorTask, only: ConductorTask, { place }: Thing): LoopBody {
  const { maker, inner } = reading;
  const within = { name: loop.taskReferenceName, only: only.taskReferenceName };
  const thing = { place: `${place}/loopOver/0`, what: only.taskReferenceName };
  const type = only.type ?? "SIMPLE";
  const tasks = new Map([...reading.tasks, [within.only, only]]);
  const made = reading.nodeOf({ ...reading, tasks, loop: within }, only, thing);
  maker.note(made.fate, thing, made.message);
  inner.set(within.only, { cel: `nodes.?${maker.names.of(within.name)}.?output`, optional: true, type });
  return {
    body: made.node as unknown as NodeBody,
    inner: made.fate === "mapped" ? "mapped" : "approximated",
  };
}

function several(reading: Reading, loop: ConductorTask, { place }: Thing): LoopBody {
  const { maker, inner, variables, defaults } = reading;
  const name = loop.taskReferenceName;
  const tasks = loop.loopOver ?? [];
  const round: Round = {
    loop: name,
    outer: scopeOf(reading),
    carried: new Map(),
    writes: new Set(allOf(tasks).flatMap(variablesOf)),
  };
  const graph = reading.define({ name, tasks: [...tasks] }, place, maker.notes, { round, defaults });
  const output = `nodes.?${maker.names.of(name)}.?output`;
  for (const { taskReferenceName, type = "SIMPLE" } of allOf(tasks))
    inner.set(taskReferenceName, {
      cel: `${output}.?tasks${optionalPath([taskReferenceName])}`,
      optional: true,
      type,
    });
  inner.set(name, { cel: output, optional: true, type: "ROUNDS" });
  for (const written of round.writes)
    variables.set(written, [
      ...(variables.get(written) ?? []),
      { by: name, cel: `${output}.?variables${optionalPath([written])}` },
    ]);
  const outer = [...round.carried].map(([key, cel]) => [key, `= ${cel}`]);
  const input = {
    iteration: "= index + 1",
    previous: "= previous",
    workflow: reading.round ? "= input.workflow" : "= input",
    ...(outer.length > 0 ? { outer: Object.fromEntries(outer) } : {}),
  };
  return { body: { kind: "subworkflow", graph, input }, inner: "mapped" };
}

/** Variables that a task sets, also within a loop. */
function variablesOf({ type, inputParameters, loopOver }: ConductorTask): readonly string[] {
  const own = type === "SET_VARIABLE" ? Object.keys(inputParameters ?? {}) : [];
  return [...own, ...allOf(loopOver ?? []).flatMap(variablesOf)];
}
