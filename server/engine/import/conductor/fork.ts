import type { Thing } from "../graph-maker.ts";
import { arrive, type Exit, type Reading } from "./reading.ts";
import type { ConductorTask } from "./shape.ts";

/** Branches side by side need no node here: several edges leave the node before them. */
export function fork(
  reading: Reading,
  task: ConductorTask,
  from: readonly Exit[],
  thing: Thing,
): readonly Exit[] {
  const { maker } = reading;
  const branches = task.forkTasks ?? [];
  // What comes from several ways, or from where a run starts, is one node before it divides.
  const id = maker.add(maker.names.of(task.taskReferenceName), { kind: "transform", output: "= input" });
  arrive(reading, from, id, thing);
  maker.note("mapped", thing, "Branches side by side.", id);
  return branches.flatMap((branch, at) =>
    reading.sequence(reading, branch, [{ source: id }], `${thing.place}/forkTasks/${at}`),
  );
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
  const wanted = (task.joinOn ?? []).flatMap((name) => maker.names.find(name) ?? []);
  const others = ends.filter((end) => !wanted.includes(end));
  const exclusive = task.type === "EXCLUSIVE_JOIN";
  if (exclusive) for (const end of ends) reading.branches.delete(maker.names.foreign(end));
  maker.add(id, {
    kind: "transform",
    output: Object.fromEntries(
      ends.map((end) => [maker.names.foreign(end), `= nodes.?${end}.?output.orValue(null)`]),
    ),
    join: exclusive ? "any" : "all",
  });
  for (const exit of from) maker.connect({ ...exit, target: id }, thing);
  if (wanted.length > 0 && others.length > 0)
    maker.note("approximated", thing, `It waits for ${others.join(", ")} too, which it did not.`, id);
  else
    maker.note("mapped", thing, exclusive ? "The first branch that is done." : "Waits for its branches.", id);
  return [{ source: id }];
}
