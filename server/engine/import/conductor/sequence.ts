import { type GraphMaker, optionalPath, type Thing } from "../graph-maker.ts";
import { decide } from "./decide.ts";
import { fork, joinTask } from "./fork.ts";
import { arrive, type Exit, type Reading } from "./reading.ts";
import { type ConductorTask, insideOf } from "./shape.ts";
import { terminate } from "./terminate.ts";

/** All tasks are known before any of them is read: expressions may name those that come later. */
export function declare(
  maker: GraphMaker,
  tasks: readonly ConductorTask[],
  known: Map<string, ConductorTask>,
): void {
  for (const task of tasks) {
    maker.names.of(task.taskReferenceName);
    known.set(task.taskReferenceName, task);
    for (const inner of insideOf(task)) declare(maker, inner, known);
  }
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
    const before = tasks[at - 1]?.type ?? "";
    if (FORKS.has(before) && !JOINS.has(task.type ?? ""))
      reading.maker.note(
        "approximated",
        thing,
        "No join stands before it: the first branch that is done goes on.",
      );
    exits = step(reading, task, exits, thing);
    remember(reading, task);
    if (task.optional === true && DECIDING.has(task.type ?? ""))
      reading.maker.note("dropped", thing, "That it is optional: here a run fails with it.");
    reading.branches.set(task.taskReferenceName, reading.branch);
    stopped = exits.length === 0;
  }
  return exits;
}

const FORKS = new Set(["FORK_JOIN", "FORK"]);
const JOINS = new Set(["JOIN", "EXCLUSIVE_JOIN"]);

/** Types that are no work of one node. */
const DECIDING = new Set(["SWITCH", "DECISION", "FORK_JOIN", "FORK", "JOIN", "EXCLUSIVE_JOIN", "TERMINATE"]);

/** What those that come later may read of it besides its output. */
function remember(
  { maker, variables }: Reading,
  { type, taskReferenceName, inputParameters }: ConductorTask,
) {
  if (type !== "SET_VARIABLE") return;
  for (const key of Object.keys(inputParameters ?? {})) {
    const cel = `nodes.?${maker.names.of(taskReferenceName)}.?output${optionalPath([key])}`;
    variables.set(key, [...(variables.get(key) ?? []), { by: taskReferenceName, cel }]);
  }
}

function step(reading: Reading, task: ConductorTask, from: readonly Exit[], thing: Thing): readonly Exit[] {
  switch (task.type) {
    case "SWITCH":
    case "DECISION":
      return decide(reading, task, from, thing);
    case "FORK_JOIN":
    case "FORK":
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
  const within = insideOf(task).flat().length + (task.type === "DO_WHILE" ? 0 : (task.loopOver?.length ?? 0));
  if (within > 0)
    maker.note(
      "dropped",
      thing,
      `${within} tasks stand within it, which one of this type has no use for.`,
      id,
    );
  return [{ source: id }];
}
