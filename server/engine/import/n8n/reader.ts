import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import type { Fate } from "../report.ts";
import type { Arrival } from "./flow.ts";
import type { N8nScope } from "./templates.ts";

export type Around = {
  readonly id: string;
  /** Of its type: what is meant where a parameter is not given depends on it. */
  readonly version: number;
  /** Whether anything is done behind it. */
  readonly followed: boolean;
  readonly scope: N8nScope;
  /** The ways that lead here, by the inputs of the node. */
  readonly into: readonly Arrival[];
  /** Whether at most one of them is taken. */
  readonly exclusive: boolean;
  /** What reaches the node. */
  readonly input: Json;
  /** Its expressions as those here; what cannot be read is told with the node. */
  readonly translated: (value: Json) => Json;
};

/** By what an output leaves here; several = by whichever of these is taken. Nothing = by none. */
export type Port = string | readonly (string | undefined)[] | undefined;

/** What a node of one type becomes. `ports` are its outputs, in order, as far as there are such. */
export type Reader = (
  parameters: Readonly<Record<string, Json>>,
  around: Around,
) => {
  readonly node: GraphNode;
  readonly ports?: readonly Port[];
  readonly fate: Fate;
  readonly message: string;
};

export function recordOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}

/** Names with values, as forms of n8n list them. */
export function pairsOf(list: Json | undefined, translated: (value: Json) => Json): Record<string, Json> {
  const entries = Array.isArray(list) ? (list as readonly Json[]).map(recordOf) : [];
  return Object.fromEntries(
    entries.flatMap(({ name, value }) =>
      typeof name === "string" && name ? [[name, translated(value ?? "")]] : [],
    ),
  );
}
