import type { Graph } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";

/** A pattern that people build often, as a workflow that runs as it stands. */
export type Template = {
  readonly id: string;
  readonly title: string;
  /** What it is for, in one line. */
  readonly summary: string;
  /** Its nodes do something small; what stands for work says so in its description. */
  readonly graph: Pick<Graph, "description" | "inputSchema" | "limits" | "nodes" | "edges">;
  /** With this it runs to its end. */
  readonly input: Json;
};

/** Edges from one to the next. */
export function chain(...ids: readonly string[]): Graph["edges"] {
  return ids.slice(1).map((target, at) => ({ source: ids[at] ?? "", target }));
}

/** Schema of an input of these fields, all of which have a value to begin with. */
export function inputOf(fields: Readonly<Record<string, Json>>): Record<string, unknown> {
  const properties = Object.entries(fields).map(([name, value]) => [
    name,
    { ...typeOf(value), default: value },
  ]);
  return { type: "object", properties: Object.fromEntries(properties), required: Object.keys(fields) };
}

function typeOf(value: Json): Record<string, unknown> {
  if (Array.isArray(value)) return { type: "array", items: typeOf((value as readonly Json[])[0] ?? "") };
  return { type: typeof value === "number" ? "integer" : typeof value };
}

/** An inline graph of a child run. */
export function inner(slug: string, nodes: Graph["nodes"], edges: Graph["edges"]): Record<string, unknown> {
  return { schemaVersion: 1, slug, name: slug, nodes, edges };
}
