import { inferTypes } from "../expression/index.ts";
import type { Placed } from "./expressions.ts";
import type { Graph } from "./graph.ts";
import { named } from "./named-types.ts";
import { knownType } from "./read-types.ts";

/** Why an expression can give nothing of use where it stands, by the types that the schemas say; `null` = it may. */
export function typeMisfit({ expression, wanted, only }: Placed, graph: Graph): string | null {
  if (only) return null;
  const { type, fault } = inferTypes(expression, (path) => knownType(graph, path));
  if (fault !== undefined) return fault;
  if (!wanted || !type || type === wanted) return null;
  return `${expression.source} is ${named([type])}, and ${named([wanted])} is expected here; change it, or the schema of what it reads`;
}
