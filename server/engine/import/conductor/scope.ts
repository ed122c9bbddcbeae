import { optionalPath } from "../graph-maker.ts";
import { type Place, readAt, type TaskPlace } from "./outputs.ts";
import { hasRun, surelyRan } from "./ran.ts";
import type { Reading } from "./reading.ts";
import { carry } from "./round.ts";
import type { ConductorTask } from "./shape.ts";
import type { Scope } from "./templates.ts";
import { variableAt } from "./variables.ts";

/** Defaults of the input of a workflow, as a variable of the graph. */
export const DEFAULTS = "defaults";

/** What expressions may name where it reads. */
export function scopeOf(reading: Reading): Scope {
  return {
    task: (name) => ownTask(reading, name) ?? outerTask(reading, name),
    input: (steps) => inputAt(reading, steps),
    variable: (steps) => variableAt(reading, steps),
    round: (loop) => roundOf(reading, loop),
  };
}

function ownTask(reading: Reading, name: string): TaskPlace | null {
  const { maker, tasks, inner, loop } = reading;
  const task = tasks.get(name);
  if (loop?.only === name) return { cel: "previous", optional: false, type: task?.type ?? "SIMPLE" };
  const after = inner.get(name);
  if (after) return after;
  const id = maker.names.find(name);
  if (!task || id === undefined) return null;
  const place = placeOf(reading, task, id);
  return place && { ...place, type: task.type ?? "SIMPLE" };
}

function placeOf(reading: Reading, task: ConductorTask, id: string): Place | null {
  const { round } = reading;
  const name = task.taskReferenceName;
  const before = `input.?previous.?tasks${optionalPath([name])}`;
  if (!hasRun(reading, name)) return round ? { cel: before, optional: true } : null;
  if (surelyRan(reading, name))
    return { cel: `nodes.${id}.output`, optional: false, certain: certainOf(reading, id) };
  return { cel: `nodes.?${id}.?output${round ? `.or(${before})` : ""}`, optional: true };
}

/** Fields that a node of this graph gives whatever happens. */
function certainOf({ maker }: Reading, id: string): readonly string[] {
  const node = maker.node(id);
  const output = node?.kind === "transform" ? node.output : null;
  return typeof output === "object" && output !== null && !Array.isArray(output) ? Object.keys(output) : [];
}

/** Of a task around a loop its output is handed to each round. */
function outerTask({ round }: Reading, name: string): TaskPlace | null {
  const place = round?.outer.task(name);
  if (!round || !place) return null;
  return { cel: carry(round, name, readAt(place, [])), optional: false, type: place.type };
}

function inputAt({ round, defaults }: Reading, steps: readonly string[]): string | null {
  const [first] = steps;
  if (round && defaults.length === 0) return readAt({ cel: "input.workflow", optional: false }, steps);
  if (round) {
    const outside = round.outer.input(steps);
    return outside && carry(round, `input ${steps.join(".")}`, outside);
  }
  if (first === undefined) return defaults.length === 0 ? "input" : null;
  if (!defaults.includes(first)) return readAt({ cel: "input", optional: false }, steps);
  const given = `input${optionalPath([first])}.or(vars.${DEFAULTS}${optionalPath([first])})`;
  return readAt({ cel: given, optional: true }, steps.slice(1));
}

/** Rounds are counted from 1. */
function roundOf({ loop, round }: Reading, name: string): string | null {
  if (loop?.name === name) return "(index + 1)";
  if (round?.loop === name) return "input.iteration";
  const around = round?.outer.round(name);
  return round && around ? carry(round, `round of ${name}`, around) : null;
}
