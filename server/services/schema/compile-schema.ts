import type { Graph, Problem } from "#server/engine/graph/graph";
import { compileSchema, type ErrorObject } from "../../json-schema/compile.ts";

/** What is wrong with a schema that a graph carries. */
export function schemaProblems(graph: Graph, side: "inputSchema" | "outputSchema"): readonly Problem[] {
  const schema = graph[side];
  if (!schema) return [];
  try {
    compileSchema(schema);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [
      { code: "S001", level: "error", path: `/${side}`, message: `not a JSON Schema (2020-12): ${message}` },
    ];
  }
}

export { compileSchema, type ErrorObject };
