import { GRAPH_CAPS, type Graph } from "../../graph/graph.ts";
import { GraphMaker } from "../graph-maker.ts";
import { type Imported, type ImportNote, type NotImported, tooManyOf } from "../report.ts";
import { readAs } from "../shapes.ts";
import { type Exit, type Reading, tasksOf } from "./reading.ts";
import { declare, insideOf, sequence } from "./sequence.ts";
import { type Conductor, type ConductorTask, conductorShape } from "./shape.ts";
import { nodeOf } from "./tasks.ts";
import { translate } from "./templates.ts";

const LONGEST_MS = 31_536_000_000;

/** Reads a workflow definition of Conductor, the nearest relative: most of its tasks have a node of the same meaning. */
export function importConductor(value: unknown): Imported | NotImported {
  const read = readAs(conductorShape, value);
  if (!read.ok) return read;
  const count = countTasks(read.value.tasks);
  if (count > GRAPH_CAPS.nodes) return tooManyOf("tasks", count, GRAPH_CAPS.nodes);
  const notes: ImportNote[] = [];
  return { ok: true, format: "conductor", graph: definition(read.value, "", notes), notes };
}

/** With those that stand within others. */
function countTasks(tasks: readonly ConductorTask[]): number {
  return tasks.reduce(
    (count, task) => count + 1 + insideOf(task).reduce((sum, list) => sum + countTasks(list), 0),
    0,
  );
}

/** @param base Where the definition stands in the file. */
export function definition(conductor: Conductor, base: string, notes: ImportNote[]): Graph {
  const { name, tasks, inputParameters, outputParameters, timeoutSeconds, failureWorkflow } = conductor;
  const maker = new GraphMaker(notes);
  const reading: Reading = {
    maker,
    name,
    version: conductor.version ?? null,
    branch: [],
    branches: new Map(),
    define: definition,
    sequence,
    nodeOf,
  };
  declare(maker, tasks);
  const exits = sequence(reading, tasks, [], `${base}/tasks`);
  if (outputParameters && Object.keys(outputParameters).length > 0)
    addOutput(reading, outputParameters, exits, `${base}/outputParameters`);
  if (failureWorkflow)
    maker.note(
      "dropped",
      { place: `${base}/failureWorkflow`, what: failureWorkflow },
      "What is done after a failure stands in the recovery of the workflow here.",
    );
  return maker.graph({
    name,
    description: conductor.description ?? undefined,
    ...(inputParameters && inputParameters.length > 0 ? { inputSchema: inputsOf(inputParameters) } : {}),
    ...(timeoutSeconds
      ? { limits: { recursionTimeoutMs: Math.min(LONGEST_MS, Math.round(timeoutSeconds * 1_000)) } }
      : {}),
  });
}

function inputsOf(names: readonly string[]): Record<string, unknown> {
  return { type: "object", properties: Object.fromEntries(names.map((name) => [name, {}])) };
}

function addOutput(
  reading: Reading,
  parameters: NonNullable<Conductor["outputParameters"]>,
  exits: readonly Exit[],
  place: string,
): void {
  const { maker } = reading;
  const thing = { place, what: "output parameters" };
  if (exits.length === 0) {
    maker.note("dropped", thing, "The run ends before it comes to them.");
    return;
  }
  const { value, strange } = translate(parameters, tasksOf(reading));
  const id = maker.add(maker.names.fresh("output"), { kind: "end", output: value });
  for (const exit of exits) maker.connect({ ...exit, target: id }, thing);
  if (exits.length > 1) maker.add(id, { kind: "end", output: value, join: "any" });
  if (strange.length > 0)
    maker.note(
      "approximated",
      thing,
      `Nothing here is the same as ${strange.join(", ")}: it stands as text.`,
      id,
    );
  else maker.note("mapped", thing, "What a run ends with.", id);
}
