import { GRAPH_CAPS, type Graph } from "../../graph/graph.ts";
import { GraphMaker } from "../graph-maker.ts";
import { type Imported, type ImportNote, type NotImported, tooManyOf } from "../report.ts";
import { readAs } from "../shapes.ts";
import { endWith } from "./ending.ts";
import type { Around, Reading } from "./reading.ts";
import { DEFAULTS } from "./scope.ts";
import { declare, sequence } from "./sequence.ts";
import { type Conductor, type ConductorTask, conductorShape, insideOf } from "./shape.ts";
import { nodeOf } from "./tasks.ts";

const LONGEST_MS = 31_536_000_000;

/** Reads a workflow definition of Conductor, the nearest relative: most of its tasks have a node of the same meaning. */
export function importConductor(value: unknown): Imported | NotImported {
  const read = readAs(conductorShape, value);
  if (!read.ok) return read;
  const all = [...placed(read.value.tasks, "/tasks")];
  if (all.length > GRAPH_CAPS.nodes) return tooManyOf("tasks", all.length, GRAPH_CAPS.nodes);
  const twice = namedTwice(all);
  if (twice) return twice;
  const notes: ImportNote[] = [];
  return { ok: true, format: "conductor", graph: definition(read.value, "", notes), notes };
}

type PlacedTask = readonly [place: string, task: ConductorTask];

/** With those that stand within others. */
function* placed(tasks: readonly ConductorTask[], place: string): Generator<PlacedTask> {
  for (const [at, task] of tasks.entries()) {
    yield [`${place}/${at}`, task];
    for (const list of [...insideOf(task), task.loopOver ?? []]) yield* placed(list, `${place}/${at}`);
  }
}

/** Results are read by these names: of two tasks of one name nobody knows which is meant. */
function namedTwice(all: readonly PlacedTask[]): NotImported | null {
  const seen = new Set<string>();
  for (const [place, { taskReferenceName: name }] of all) {
    if (seen.has(name))
      return { ok: false, place, message: `Another task before it is named "${name.slice(0, 100)}" too.` };
    seen.add(name);
  }
  return null;
}

/** @param base Where the definition stands in the file. */
export function definition(conductor: Conductor, base: string, notes: ImportNote[], around?: Around): Graph {
  const { name, tasks, inputParameters } = conductor;
  const maker = new GraphMaker(notes);
  const known = new Map<string, ConductorTask>();
  declare(maker, tasks, known);
  const reading: Reading = {
    maker,
    name,
    version: conductor.version ?? null,
    tasks: known,
    defaults: around?.defaults ?? Object.keys(conductor.inputTemplate ?? {}),
    branch: [],
    branches: new Map(),
    gone: new Set(),
    inner: new Map(),
    variables: new Map(),
    ...(around ? { round: around.round } : {}),
    define: definition,
    sequence,
    nodeOf,
  };
  const exits = sequence(reading, tasks, [], `${base}/${around ? "loopOver" : "tasks"}`);
  endWith(reading, conductor, exits, base);
  if (!around) tellSettings(reading, conductor, base);
  return maker.graph({
    name,
    description: conductor.description ?? undefined,
    ...(inputParameters && inputParameters.length > 0 ? { inputSchema: inputsOf(inputParameters) } : {}),
    ...(conductor.inputTemplate && Object.keys(conductor.inputTemplate).length > 0
      ? { variables: { [DEFAULTS]: conductor.inputTemplate } }
      : {}),
    ...(around ? {} : { limits: { recursionTimeoutMs: timeoutOf(conductor) } }),
  });
}

/** Without a timeout that ends it, a run may take as long as it takes. */
function timeoutOf({ timeoutSeconds, timeoutPolicy }: Conductor): number | null {
  if (!timeoutSeconds || timeoutPolicy === "ALERT_ONLY") return null;
  return Math.min(LONGEST_MS, Math.round(timeoutSeconds * 1_000));
}

/** What a definition says besides its tasks, and is not the same here. */
function tellSettings({ maker }: Reading, conductor: Conductor, base: string): void {
  const { failureWorkflow, timeoutSeconds, timeoutPolicy, inputTemplate } = conductor;
  if (failureWorkflow)
    maker.note(
      "dropped",
      { place: `${base}/failureWorkflow`, what: failureWorkflow },
      "What is done after a failure stands in the recovery of the workflow here.",
    );
  if (timeoutSeconds && timeoutPolicy === "ALERT_ONLY")
    maker.note(
      "dropped",
      { place: `${base}/timeoutSeconds`, what: "timeout" },
      "A run that takes longer is only reported there, and here it is not.",
    );
  if (conductor.rateLimitConfig)
    maker.note(
      "dropped",
      { place: `${base}/rateLimitConfig`, what: "rate limit" },
      "How many runs go on at once is not limited here.",
    );
  if (conductor.workflowStatusListenerEnabled)
    maker.note(
      "dropped",
      { place: `${base}/workflowStatusListenerEnabled`, what: "status listener" },
      "Who is to hear of the end of a run follows it here.",
    );
  if (inputTemplate && Object.keys(inputTemplate).length > 0)
    maker.note(
      "mapped",
      { place: `${base}/inputTemplate`, what: "input template" },
      `What is not given is read of the variable "${DEFAULTS}".`,
    );
}

function inputsOf(names: readonly string[]): Record<string, unknown> {
  return { type: "object", properties: Object.fromEntries(names.map((name) => [name, {}])) };
}
