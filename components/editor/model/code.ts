import type { Graph, Problem } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import { validateGraph } from "#server/engine/graph/validate";
import { diffGraphs } from "#server/engine/modification/diff";
import { readJson, readYaml } from "#server/engine/values/text";
import type { CodeFormat } from "../../graph-text";
import type { Edit } from "./history";

export type ReadCode =
  | { readonly ok: true; readonly graph: Graph; readonly comments: boolean }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * A graph that somebody has typed; what cannot be read as one says where. @param slug Of the workflow whose draft it is,
 * which no draft changes.
 */
export function readCode(text: string, format: CodeFormat = "json", slug?: string): ReadCode {
  const read = format === "json" ? readJson(text) : readYaml(text);
  if (!read.ok) return wrong(read.path ?? "", read.message);
  const findings = new Findings();
  const graph = parseShape(read.value, findings);
  if (graph && slug !== undefined && graph.slug !== slug)
    return wrong(
      "/slug",
      `a draft keeps the slug of its workflow, "${slug}"; for another one, copy the workflow`,
    );
  return graph ? { ok: true, graph, comments: read.comments } : { ok: false, problems: findings.list };
}

function wrong(path: string, message: string): ReadCode {
  return { ok: false, problems: [{ code: "G005", level: "error", path, message }] };
}

/** What leads from one graph to what was typed. */
export function codeEdit(before: Graph, after: Graph): Edit {
  return { label: "Edit as code", group: "code", operations: diffGraphs(before, after) };
}

/** What is wrong with a graph that was typed and cannot be drawn, such as an edge to a node that is yet to be written. */
export function checkCode(graph: Graph): readonly Problem[] {
  // Validation puts parsed inline graphs in place.
  return validateGraph(structuredClone(graph)).problems;
}
