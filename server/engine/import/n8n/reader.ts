import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import type { Fate } from "../report.ts";
import type { N8nScope } from "./templates.ts";

export type Around = {
  readonly id: string;
  readonly scope: N8nScope;
  /** Nodes that lead here. */
  readonly before: readonly string[];
  /** What reaches the node. */
  readonly input: Json;
  /** Its expressions as those here; what cannot be read is told with the node. */
  readonly translated: (value: Json) => Json;
};

/** What a node of one type becomes. `ports` are its outputs, in order. */
export type Reader = (
  parameters: Readonly<Record<string, Json>>,
  around: Around,
) => {
  readonly node: GraphNode;
  readonly ports?: readonly string[];
  readonly fate: Fate;
  readonly message: string;
};

export function recordOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}
