import type { Graph, GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import type { GraphMaker, Thing } from "../graph-maker.ts";
import type { Fate, ImportNote } from "../report.ts";
import type { Conductor, ConductorTask } from "./shape.ts";
import { type Tasks, translate } from "./templates.ts";

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
  /** The cases of switches that are taken where it reads, from the outermost on. */
  readonly branch: readonly string[];
  /** Of each task that was read: the cases that are taken when it runs. */
  readonly branches: Map<string, readonly string[]>;
  /** The loop in whose body it reads. */
  readonly loop?: string;
  readonly define: (conductor: Conductor, base: string, notes: ImportNote[]) => Graph;
  /** Reads tasks one after another; gives where a run goes on behind the last. */
  readonly sequence: (
    reading: Reading,
    tasks: readonly ConductorTask[],
    from: readonly Exit[],
    place: string,
  ) => readonly Exit[];
  readonly nodeOf: (reading: Reading, task: ConductorTask, thing: Thing) => Made;
};

/** The tasks that expressions may name there. */
export function tasksOf({ maker, branch, branches, loop }: Reading): Tasks {
  return {
    names: maker.names,
    node: (id) => maker.node(id),
    surely: (name) => branches.get(name)?.every((taken, at) => branch[at] === taken) ?? false,
    ...(loop === undefined ? {} : { loop }),
  };
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
  const { value, strange } = translate(input ?? {}, tasksOf(reading));
  return strange.length === 0
    ? { node: make(value), fate: "mapped", message }
    : {
        node: make(value),
        fate: "approximated",
        message:
          `${message} Nothing here is the same as ${strange.join(", ").slice(0, 300)}: it stands as text.`.trim(),
      };
}
