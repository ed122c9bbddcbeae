import { kindOf } from "../nodes/definitions.ts";
import { misfitText, type Schema } from "../schema/fits.ts";
import { templateMisfits } from "../schema/template-fits.ts";
import type { Json } from "../values/json.ts";
import type { Graph, GraphNode, NodeBody } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";
import { inlineInputSchema } from "./reaching.ts";
import { everyNode } from "./walk.ts";

/** Checks what templates are sure to give against the schemas that it has to fit. What only a run can tell is left to it. */
export function checkContracts(graph: Graph, findings: Findings): void {
  const mapped = new Set(graph.edges.flatMap(({ target, mapping }) => (mapping ? [target] : [])));
  for (const { node, path } of everyNode(graph)) {
    // Entries that edges merge over it may be what the template leaves out.
    if (path.length > 2 || !mapped.has(String(path[1]))) checkInput(node, path, findings);
    if (node.kind === "transform" || node.kind === "end")
      check(node.output, node.outputSchema, [...path, "output"], "its outputSchema", findings);
  }
  checkEnd(graph, findings);
}

/** What several ends give stands under their names, so only one alone can be said to be wrong. */
function checkEnd({ nodes, outputSchema }: Graph, findings: Findings): void {
  const ends = Object.entries(nodes).flatMap(([id, node]) => (node.kind === "end" ? [{ id, node }] : []));
  const [only] = ends;
  if (ends.length !== 1 || !only) return;
  const path = ["nodes", only.id, "output"];
  check(only.node.output, outputSchema, path, "the workflow's outputSchema", findings);
}

function checkInput(node: GraphNode | NodeBody, path: Path, findings: Findings): void {
  const kind = kindOf(node);
  const template = kind.input?.(node);
  const field = [...path, node.kind === "emit" ? "payload" : "input"];
  check(template, node.inputSchema, field, "its inputSchema", findings);
  check(template, inlineInputSchema(node), field, "the inputSchema of its graph", findings);
}

function check(
  template: Json | undefined,
  schema: Schema | undefined,
  path: Path,
  what: string,
  findings: Findings,
): void {
  if (template === undefined || !schema) return;
  const misfits = templateMisfits(template, schema);
  if (misfits.length > 0) findings.add("S002", path, `does not fit ${what}: ${misfitText(misfits)}`);
}
