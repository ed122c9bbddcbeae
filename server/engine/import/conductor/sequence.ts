import type { GraphMaker, Thing } from "../graph-maker.ts";
import { decide } from "./decide.ts";
import { fork, joinTask } from "./fork.ts";
import { arrive, type Exit, type Reading } from "./reading.ts";
import type { ConductorTask } from "./shape.ts";
import { terminate } from "./terminate.ts";

/** Names of all tasks are known before any of them is read: expressions may name those that come later. */
export function declare(maker: GraphMaker, tasks: readonly ConductorTask[]): void {
  for (const task of tasks) {
    maker.names.of(task.taskReferenceName);
    for (const inner of insideOf(task)) declare(maker, inner);
  }
}

/** Tasks within a task that are nodes beside it. */
export function insideOf(task: ConductorTask): readonly (readonly ConductorTask[])[] {
  return [...(task.forkTasks ?? []), ...Object.values(task.decisionCases ?? {}), task.defaultCase ?? []];
}

/** Reads tasks one after another; gives where a run goes on behind the last. */
export function sequence(
  reading: Reading,
  tasks: readonly ConductorTask[],
  from: readonly Exit[],
  place: string,
): readonly Exit[] {
  let exits = from;
  let stopped = false;
  for (const [at, task] of tasks.entries()) {
    const thing: Thing = { place: `${place}/${at}`, what: task.taskReferenceName };
    if (stopped) {
      reading.maker.note("dropped", thing, "The run ends before it comes here.");
      continue;
    }
    exits = step(reading, task, exits, thing);
    // What gives nothing when it fails is not there for sure.
    if (task.optional !== true) reading.branches.set(task.taskReferenceName, reading.branch);
    stopped = exits.length === 0;
  }
  return exits;
}

function step(reading: Reading, task: ConductorTask, from: readonly Exit[], thing: Thing): readonly Exit[] {
  switch (task.type) {
    case "SWITCH":
    case "DECISION":
      return decide(reading, task, from, thing);
    case "FORK_JOIN":
      return fork(reading, task, from, thing);
    case "JOIN":
    case "EXCLUSIVE_JOIN":
      return joinTask(reading, task, from, thing);
    case "TERMINATE":
      return terminate(reading, task, from, thing);
    default:
      return single(reading, task, from, thing);
  }
}

function single(reading: Reading, task: ConductorTask, from: readonly Exit[], thing: Thing): readonly Exit[] {
  const { maker } = reading;
  const made = reading.nodeOf(reading, task, thing);
  const id = maker.add(maker.names.of(task.taskReferenceName), made.node);
  maker.note(made.fate, thing, made.message, id);
  arrive(reading, from, id, thing);
  return [{ source: id }];
}
