import type { Graph, Problem } from "#server/engine/graph/graph";
import { everyNodeWithin } from "#server/engine/graph/walk";
import { pointerOf } from "#server/engine/values/index";
import { compileSchema, type ErrorObject } from "../../json-schema/compile.ts";

/** What is wrong with the schemas that a graph, its nodes and its inline graphs carry. */
export function schemaProblems(graph: Graph): readonly Problem[] {
  return [...schemasOf(graph)].flatMap(({ path, schema }) => {
    const flaw = schema === undefined ? null : flawOf(schema);
    return flaw === null ? [] : [{ code: "S001", level: "error", path: pointerOf(path), message: flaw }];
  });
}

type Schema = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

function* schemasOf(graph: Graph): Generator<{ readonly path: Path; readonly schema: Schema | undefined }> {
  for (const side of ["inputSchema", "outputSchema"] as const) yield { path: [side], schema: graph[side] };
  for (const { node, path } of everyNodeWithin(graph)) {
    for (const side of ["inputSchema", "outputSchema"] as const)
      yield { path: [...path, side], schema: node[side] };
    if (node.kind === "agent") yield { path: [...path, "output"], schema: node.output };
    if (node.kind === "subworkflow" && node.graph !== undefined)
      for (const side of ["inputSchema", "outputSchema"] as const)
        yield { path: [...path, "graph", side], schema: (node.graph as Graph)[side] };
  }
}

function flawOf(schema: Schema): string | null {
  try {
    compileSchema(schema);
    return null;
  } catch (error) {
    return `not a JSON Schema (2020-12): ${error instanceof Error ? error.message : String(error)}`;
  }
}

export { compileSchema, type ErrorObject };
