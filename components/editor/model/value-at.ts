import type { Graph } from "#server/engine/graph/graph";
import type { Operation } from "#server/engine/modification/schemas";
import type { Json } from "#server/engine/values/json";
import { refAt } from "./edges";

/** What stands at a JSON Pointer into a graph. */
export function valueAt(graph: Graph, pointer: string): Json | undefined {
  return valueIn(graph, partsOf(pointer));
}

/** The same by the parts of the way. */
export function valueIn(graph: Graph, parts: readonly (string | number)[]): Json | undefined {
  return parts.reduce<Json | undefined>(
    (at, part) => {
      if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
      return (at as Readonly<Record<string, Json>>)[part];
    },
    graph as unknown as Json,
  );
}

/** The operation that sets what stands there; without a value, it goes. `null` = there is no such place. */
export function settingAt(graph: Graph, pointer: string, value?: Json): Operation | null {
  const [list = "", name = ""] = partsOf(pointer);
  const below = (parts: number) =>
    `/${pointer
      .split("/")
      .slice(parts + 1)
      .join("/")}`;
  const change = (path: string) => ({ path, ...(value === undefined ? {} : { value }) });
  if (list === "nodes")
    return Object.hasOwn(graph.nodes, name) ? { op: "setNode", id: name, changes: [change(below(2))] } : null;
  if (list !== "edges") return { op: "setWorkflow", changes: [change(pointer)] };
  const edge = refAt(graph, Number(name));
  return edge && { op: "setEdge", edge, changes: [change(below(2))] };
}

function partsOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
