import type { Graph, GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import type { GraphMaker, Thing } from "../graph-maker.ts";
import type { Fate, ImportNote } from "../report.ts";
import type { TaskPlace } from "./outputs.ts";
import type { Round } from "./round.ts";
import { scopeOf } from "./scope.ts";
import { allOf, type Conductor, type ConductorTask } from "./shape.ts";
import { translate } from "./templates.ts";

/** Where a run goes on from: a node, or one of its ports. */
export type Exit = { readonly source: string; readonly port?: string };

/** What a task becomes. */
export type Made = { readonly node: GraphNode; readonly fate: Fate; readonly message: string };

/** What the reading of a definition carries along; tasks have tasks in them, so each reader can call all of them. */
export type Reading = {
  readonly maker: GraphMaker;
  /** Name of the definition: who calls it, calls itself. */
  readonly name: string;
  readonly version: number | null;
  /** All tasks of the definition by their names, but those within loops. */
  readonly tasks: ReadonlyMap<string, ConductorTask>;
  /** Fields of the input for which something stands in when they are not given. */
  readonly defaults: readonly string[];
  /** The cases of switches and branches of forks that are taken where it reads, from the outermost on. */
  readonly branch: readonly string[];
  /** Of each task that was read: the cases that are taken when it runs. */
  readonly branches: Map<string, readonly string[]>;
  /** Tasks from which no way leads on: the run ends behind them. */
  readonly gone: Set<string>;
  /** Outputs of tasks within loops, as they are read behind these. */
  readonly inner: Map<string, TaskPlace>;
  /** What was given to each variable so far, the first at first. */
  readonly variables: Map<string, Given[]>;
  /** The loop of whose only task it reads. */
  readonly loop?: { readonly name: string; readonly only: string };
  /** The loop of whose several tasks it reads, which are a graph of their own. */
  readonly round?: Round;
  readonly define: (conductor: Conductor, base: string, notes: ImportNote[], around?: Around) => Graph;
  /** Reads tasks one after another; gives where a run goes on behind the last. */
  readonly sequence: (
    reading: Reading,
    tasks: readonly ConductorTask[],
    from: readonly Exit[],
    place: string,
  ) => readonly Exit[];
  readonly nodeOf: (reading: Reading, task: ConductorTask, thing: Thing) => Made;
};

/** What a task gave to a variable, as an optional value. */
export type Given = { readonly by: string; readonly cel: string };

/** What a graph of its own has of the one around it. */
export type Around = { readonly round: Round; readonly defaults: readonly string[] };

/** No way leads on from tasks: the run ends behind them. */
export function endsWith({ gone }: Reading, tasks: readonly ConductorTask[]): void {
  for (const { taskReferenceName } of allOf(tasks)) gone.add(taskReferenceName);
}

/** Leads all exits to a node; of several ways that exclude each other, the first that comes starts it. */
export function arrive(
  { maker }: Pick<Reading, "maker">,
  from: readonly Exit[],
  id: string,
  thing: Thing,
): void {
  for (const exit of from) maker.connect({ ...exit, target: id }, thing);
  const node = maker.node(id);
  if (from.length > 1 && node && node.kind !== "map" && node.kind !== "plan" && node.join === undefined)
    maker.add(id, { ...node, join: "any" });
}

/** What is made of a node whose input may hold expressions that nothing here is the same as. */
export function withInput(
  reading: Reading,
  input: Json | null | undefined,
  message: string,
  make: (input: Json) => GraphNode,
): Made {
  const { value, strange } = translate(input ?? {}, scopeOf(reading));
  return strange.length === 0
    ? { node: make(value), fate: "mapped", message }
    : {
        node: make(value),
        fate: "approximated",
        message:
          `${message} Nothing here is the same as ${strange.join(", ").slice(0, 300)}: it stands as text.`.trim(),
      };
}

/** A node of which something is not the same. */
export function withTold(made: Made, told: readonly string[]): Made {
  if (told.length === 0) return made;
  return { ...made, fate: "approximated", message: [made.message, ...told].join(" ") };
}
