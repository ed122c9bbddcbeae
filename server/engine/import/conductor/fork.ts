import type { Thing } from "../graph-maker.ts";
import { outputAt, readAt } from "./outputs.ts";
import { arrive, type Exit, endsWith, type Reading } from "./reading.ts";
import { scopeOf } from "./scope.ts";
import type { ConductorTask } from "./shape.ts";

/** What the branch of a fork is called among the ways that a run takes: until they are joined, others may not have come so far. */
const BESIDE = "&";

/** Branches side by side need no node here: several edges leave the node before them. */
export function fork(
  reading: Reading,
  task: ConductorTask,
  from: readonly Exit[],
  thing: Thing,
): readonly Exit[] {
  const { maker, branch } = reading;
  const branches = task.forkTasks ?? [];
  // What comes from several ways, or from where a run starts, is one node before it divides.
  const id = maker.add(maker.names.of(task.taskReferenceName), { kind: "transform", output: "= input" });
  arrive(reading, from, id, thing);
  maker.note("mapped", thing, "Branches side by side.", id);
  return branches.flatMap((tasks, at) => {
    const within = { ...reading, branch: [...branch, `${BESIDE}${id}:${at}`] };
    const exits = reading.sequence(within, tasks, [{ source: id }], `${thing.place}/forkTasks/${at}`);
    if (exits.length === 0) endsWith(reading, tasks);
    return exits;
  });
}

/** Whether other branches go on beside what it reads. */
export function isBeside({ branch }: Reading): boolean {
  return branch.some((way) => way.startsWith(BESIDE));
}

/** Waits for branches, and gives the result of each under its name. */
export function joinTask(
  reading: Reading,
  task: ConductorTask,
  from: readonly Exit[],
  thing: Thing,
): readonly Exit[] {
  const { maker } = reading;
  const id = maker.names.of(task.taskReferenceName);
  const ends = [...new Set(from.map(({ source }) => source))];
  const endNames = ends.map((end) => maker.names.foreign(end));
  const wanted = (task.joinOn ?? []).filter((name) => reading.tasks.has(name));
  const exclusive = task.type === "EXCLUSIVE_JOIN";
  if (!exclusive) meet(reading);
  const read = wanted.length > 0 ? wanted : endNames;
  maker.add(id, {
    kind: "transform",
    output: exclusive ? firstOf(reading, read) : eachOf(reading, read),
    join: exclusive ? "any" : "all",
  });
  for (const exit of from) maker.connect({ ...exit, target: id }, thing);
  const unknown = (task.joinOn ?? []).filter((name) => !reading.tasks.has(name));
  if (unknown.length > 0)
    maker.note(
      "dropped",
      thing,
      `There is no task named ${unknown.join(", ").slice(0, 300)} to wait for.`,
      id,
    );
  const others = endNames.filter((end) => wanted.length > 0 && !wanted.includes(end));
  tell(reading, { read, others, exclusive }, thing, id);
  return [{ source: id }];
}

type Joined = {
  readonly read: readonly string[];
  /** What it waits for besides. */
  readonly others: readonly string[];
  readonly exclusive: boolean;
};

function tell(
  { maker, tasks }: Reading,
  { read, others, exclusive }: Joined,
  thing: Thing,
  id: string,
): void {
  if (read.some((name) => tasks.get(name)?.type === "FORK_JOIN_DYNAMIC"))
    maker.note(
      "approximated",
      thing,
      "There it gives what each branch gave by the name of the branch; here a list, in the order of the branches.",
      id,
    );
  else if (others.length > 0)
    maker.note("approximated", thing, `It waits for ${others.join(", ")} too, which it did not.`, id);
  else
    maker.note("mapped", thing, exclusive ? "The first branch that is done." : "Waits for its branches.", id);
}

/** Behind a join all that stands in the branches before it is done. */
function meet({ branch, branches }: Reading): void {
  for (const [name, taken] of branches) {
    const own = taken[branch.length];
    if (own?.startsWith(BESIDE) && branch.every((way, at) => taken[at] === way))
      branches.set(
        name,
        taken.filter((_way, at) => at !== branch.length),
      );
  }
}

function eachOf(reading: Reading, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `= ${wholeOf(reading, name)}`]));
}

/** All that a task gave; what came of branches as many as a run decided is the list of what each gave. */
export function wholeOf(reading: Reading, name: string): string {
  const place = scopeOf(reading).task(name);
  if (!place) return "null";
  return (place.type === "FORK_JOIN_DYNAMIC" ? readAt(place, []) : outputAt(place, [])) ?? "null";
}

/** The output of the first, in the order in which they are named, that there is. */
function firstOf(reading: Reading, names: readonly string[]): string {
  return `= ${
    names.reduceRight((rest, name) => {
      const own = wholeOf(reading, name);
      return rest === "" ? own : `(${own} == null ? dyn(${rest}) : dyn(${own}))`;
    }, "") || "null"
  }`;
}
