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
import { checkWorstCase, type Workflows, type WorstCase } from "./worst-case.ts";

export type Validation = {
  /** No errors; warnings are allowed. */
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  /** The parsed graph, when its shape is right. Inline graphs in it are parsed too. */
  readonly graph?: Graph;
  /** What its recursion may come to at each depth, when its shape is right. */
  readonly worst?: WorstCase;
};

/** A graph whose shape is right, or else what is wrong with that. */
export type Shaped = { readonly graph: Graph | null; readonly findings: Findings };

/** The first step of a check: enough to tell what the graph names. */
export function readShape(input: unknown): Shaped {
  const findings = new Findings();
  return { graph: parseShape(input, findings), findings };
}

/**
 * Checks a graph without running anything. All problems are reported together, errors first.
 *
 * @param others What it may come back to itself through, where that is known.
 */
export function validateGraph(input: unknown, others?: Workflows): Validation {
  return validateShaped(readShape(input), others);
}

/** All else, once the shape is known. Parsed inline graphs are put in place. */
export function validateShaped({ graph, findings }: Shaped, others?: Workflows): Validation {
  const worst = graph ? check(graph, findings, others) : undefined;
  if (graph) {
    checkRecursion(graph, new Set(["self", graph.slug]), findings);
    // Inline graphs too: they have the time of the tree that they run in.
    checkTimeouts(graph, findings);
  }
  const problems = findings.list.toSorted(
    (a, b) => Number(a.level !== "error") - Number(b.level !== "error"),
  );
  return { ok: !findings.hasErrors, problems, ...(graph ? { graph } : {}), ...(worst ? { worst } : {}) };
}

function check(graph: Graph, findings: Findings, others?: Workflows): WorstCase {
  checkStructure(graph, findings);
  checkExpressions(graph, findings);
  checkContext(graph, findings);
  checkContracts(graph, findings);
  checkRecovery(graph, findings);
  checkAllowances(graph, findings);
  checkPorts(graph, findings);
  checkSecrets(graph, findings);
  checkFullHandOff(graph, findings);
  const worst = checkWorstCase(graph, findings, others);
  for (const { node, path } of everyNode(graph)) {
    const inline = kindOf(node).inline?.(node);
    if (inline) checkInline(inline, findings.at([...path, "graph"]));
  }
  return worst;
}

/** The engine runs what was parsed, with its defaults in place. */
function checkInline({ graph, replace }: InlineGraph, below: Findings): void {
  const inline = parseShape(graph, below);
  if (!inline) return;
  check(inline, below);
  checkRecursion(inline, new Set(["self"]), below);
  replace(inline);
}
