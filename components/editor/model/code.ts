import type { Graph, Problem } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import { diffGraphs } from "#server/engine/modification/diff";
import type { Edit } from "./history";

/** The graph as the file that it is. */
export function codeOf(graph: unknown): string {
  return `${JSON.stringify(graph, null, 2)}\n`;
}

export type ReadCode =
  | { readonly ok: true; readonly graph: Graph }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A graph that somebody has typed; what cannot be read as one says where. */
export function readCode(text: string): ReadCode {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : "is no JSON";
    return { ok: false, problems: [{ code: "G005", level: "error", path: "", message }] };
  }
  const findings = new Findings();
  const graph = parseShape(value, findings);
  return graph ? { ok: true, graph } : { ok: false, problems: findings.list };
}

/** What leads from one graph to what was typed. */
export function codeEdit(before: Graph, after: Graph): Edit {
  return { label: "Edit as code", group: "code", operations: diffGraphs(before, after) };
}
