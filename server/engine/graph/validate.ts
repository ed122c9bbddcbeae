import { kindOf } from "../nodes/definitions.ts";
import { checkAllowances } from "./allowances.ts";
import { checkContext } from "./context.ts";
import { checkContracts } from "./contracts.ts";
import { checkFullHandOff } from "./full-hand-off.ts";
import type { Graph, Problem } from "./graph.ts";
import type { InlineGraph } from "./kind.ts";
import { checkSecrets } from "./literal-secrets.ts";
import { checkPorts } from "./ports.ts";
import { Findings } from "./problems.ts";
import { checkRecovery } from "./recovery.ts";
import { checkRecursion } from "./recursion.ts";
import { checkExpressions } from "./references.ts";
import { parseShape } from "./shape.ts";
import { checkStructure } from "./structure.ts";
import { checkTimeouts } from "./timeouts.ts";
import { everyNode } from "./walk.ts";
import { checkWorstCase, type Workflows } from "./worst-case.ts";

export type Validation = {
  /** No errors; warnings are allowed. */
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  /** The parsed graph, when its shape is right. Inline graphs in it are parsed too. */
  readonly graph?: Graph;
};

/**
 * Checks a graph without running anything. All problems are reported together, errors first.
 *
 * @param others What it may come back to itself through, where that is known.
 */
export function validateGraph(input: unknown, others?: Workflows): Validation {
  const findings = new Findings();
  const graph = check(input, findings, others);
  if (graph) {
    checkRecursion(graph, new Set(["self", graph.slug]), findings);
    // Inline graphs too: they have the time of the tree that they run in.
    checkTimeouts(graph, findings);
  }
  const problems = findings.list.toSorted(
    (a, b) => Number(a.level !== "error") - Number(b.level !== "error"),
  );
  return { ok: !findings.hasErrors, problems, ...(graph ? { graph } : {}) };
}

function check(input: unknown, findings: Findings, others?: Workflows): Graph | null {
  const graph = parseShape(input, findings);
  if (!graph) return null;
  checkStructure(graph, findings);
  checkExpressions(graph, findings);
  checkContext(graph, findings);
  checkContracts(graph, findings);
  checkRecovery(graph, findings);
  checkAllowances(graph, findings);
  checkPorts(graph, findings);
  checkSecrets(graph, findings);
  checkFullHandOff(graph, findings);
  checkWorstCase(graph, findings, others);
  for (const { node, path } of everyNode(graph)) {
    const inline = kindOf(node).inline?.(node);
    if (inline) checkInline(inline, findings.at([...path, "graph"]));
  }
  return graph;
}

/** The engine runs what was parsed, with its defaults in place. */
function checkInline({ graph, replace }: InlineGraph, below: Findings): void {
  const inline = check(graph, below);
  if (!inline) return;
  checkRecursion(inline, new Set(["self"]), below);
  replace(inline);
}
