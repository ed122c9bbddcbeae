import type { Graph, MapBody, Problem } from "./graph.ts";
import { Findings, type Path } from "./problems.ts";
import { checkRecursion } from "./recursion.ts";
import { checkExpressions } from "./references.ts";
import { parseShape } from "./shape.ts";
import { checkStructure } from "./structure.ts";

export type Validation = {
  /** No errors; warnings are allowed. */
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  /** The parsed graph, when its shape is right. Inline graphs in it are parsed too. */
  readonly graph?: Graph;
};

/** Checks a graph without running anything. All problems are reported together, errors first. */
export function validateGraph(input: unknown): Validation {
  const findings = new Findings();
  const graph = check(input, findings);
  if (graph) checkRecursion(graph, new Set(["self", graph.slug]), findings);
  const problems = findings.list.toSorted(
    (a, b) => Number(a.level !== "error") - Number(b.level !== "error"),
  );
  return { ok: !findings.hasErrors, problems, ...(graph ? { graph } : {}) };
}

function check(input: unknown, findings: Findings): Graph | null {
  const graph = parseShape(input, findings);
  if (!graph) return null;
  checkStructure(graph, findings);
  checkExpressions(graph, findings);
  for (const [body, path] of subworkflows(graph)) checkInline(body, path, findings);
  return graph;
}

type Subworkflow = Extract<MapBody, { kind: "subworkflow" }>;

function subworkflows(graph: Graph): readonly (readonly [Subworkflow, Path])[] {
  return Object.entries(graph.nodes).flatMap(([id, node]): (readonly [Subworkflow, Path])[] => {
    if (node.kind === "subworkflow") return [[node, ["nodes", id]]];
    return node.kind === "map" && node.body.kind === "subworkflow"
      ? [[node.body, ["nodes", id, "body"]]]
      : [];
  });
}

function checkInline(body: Subworkflow, path: Path, findings: Findings): void {
  if (body.graph === undefined) return;
  const below = findings.at([...path, "graph"]);
  const inline = check(body.graph, below);
  if (!inline) return;
  checkRecursion(inline, new Set(["self"]), below);
  // The engine runs what was parsed, with its defaults in place.
  body.graph = inline;
}
