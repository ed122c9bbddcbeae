import { kindOf } from "../nodes/definitions.ts";
import type { Rung } from "../recovery/schema.ts";
import { isSlug } from "./callee.ts";
import type { Graph, GraphNode, NodeBody } from "./graph.ts";
import { suggest } from "./nearest.ts";
import { nodeIn } from "./node-in.ts";
import type { Findings, Path } from "./problems.ts";
import { everyNode } from "./walk.ts";

type Work = GraphNode | NodeBody;

/** Checks what a graph says of failures: ladders, choices, classes and compensations. */
export function checkRecovery(graph: Graph, findings: Findings): void {
  checkLists(graph, [], findings);
  for (const { node, path } of everyNode(graph)) {
    checkLists(node, path, findings);
    checkPlace(node, path, findings);
    if (node.kind === "compensate") checkNamed(node.of ?? [], graph, path, findings);
    for (const [i, rung] of (node.recovery ?? []).entries())
      checkRung(rung, node, { graph, id: String(path[1]) }, [...path, "recovery", i], findings);
  }
}

function checkLists(
  { recovery = [], classify = [], onEscalation = [] }: Work | Graph,
  path: Path,
  findings: Findings,
): void {
  for (const [i, choice] of onEscalation.entries())
    if (choice.choose === "replaceChild") checkSlug(choice, [...path, "onEscalation", i], findings);
  for (const [i, rung] of recovery.entries())
    if (rung.do === "fallback") checkFallback(rung, [...path, "recovery", i], findings);
  const last = recovery.findIndex((rung) => rung.when === undefined && ALWAYS.has(rung.do));
  if (last >= 0 && last < recovery.length - 1)
    findings.add(
      "L002",
      [...path, "recovery", last + 1],
      `rung ${last} is a ${recovery[last]?.do} without a condition, so nothing comes after it`,
    );
  for (const [i, rule] of classify.entries())
    if (rule.class === undefined && rule.severity === undefined && rule.retryable === undefined)
      findings.add("L008", [...path, "classify", i], "the rule gives neither class, severity nor retryable");
}

/** What takes the place of work, or undoes it, is always what is published: it pins nothing. */
function checkSlug(
  { workflow }: { readonly workflow?: string | undefined },
  path: Path,
  findings: Findings,
): void {
  if (workflow !== undefined && !isSlug(workflow))
    findings.add("G020", [...path, "workflow"], `"${workflow}" is neither a slug nor self`);
}

/** Rungs that end it, whatever happens. */
const ALWAYS: ReadonlySet<Rung["do"]> = new Set(["degrade", "park", "terminate"]);
const REPLACEMENTS = ["task", "agent", "model", "workflow", "node", "output"] as const;

function checkFallback(rung: Extract<Rung, { do: "fallback" }>, path: Path, findings: Findings): void {
  checkSlug(rung, path, findings);
  const named = REPLACEMENTS.filter((field) => rung[field] !== undefined);
  if (named.length !== 1)
    findings.add(
      "L001",
      path,
      `a fallback names one of ${REPLACEMENTS.join(", ")}; this names ${named.length}`,
    );
}

function checkPlace(node: Work, path: Path, findings: Findings): void {
  const kind = kindOf(node);
  const { delivery, onEscalation } = node;
  if (onEscalation && kind.child !== true)
    findings.add("L004", [...path, "onEscalation"], `a ${node.kind} starts no child run`);
  if (delivery !== undefined && !kind.attempt?.(node))
    findings.add("L004", [...path, "delivery"], `a ${node.kind} calls no executor`);
  if (delivery === "atMostOnce" && isRetried(node))
    findings.add("L007", [...path, "delivery"], "an at-most-once call is never retried by itself");
  checkCompensation(node, [...path, "compensate"], findings);
}

function isRetried(node: Work): boolean {
  const retry = kindOf(node).attempt?.(node)?.retry;
  return (
    (retry !== undefined && retry.maxAttempts !== 1) ||
    (node.recovery ?? []).some((rung) => rung.do === "retry")
  );
}

function checkCompensation(node: Work, path: Path, findings: Findings): void {
  if (!node.compensate) return;
  const { task, workflow } = node.compensate;
  checkSlug(node.compensate, path, findings);
  if ((task === undefined) === (workflow === undefined))
    findings.add("L005", path, "a compensation names either a task or a workflow");
  if (kindOf(node).last) findings.add("L005", path, `a ${node.kind} node has nothing to undo`);
}

function checkNamed(of: readonly string[], graph: Graph, path: Path, findings: Findings): void {
  for (const [i, id] of of.entries())
    if (!nodeIn(graph, id)?.compensate)
      findings.add("L006", [...path, "of", i], `there is no node "${id}" that says how it is undone`);
}

function checkRung(
  rung: Rung,
  node: Work,
  { graph, id }: { readonly graph: Graph; readonly id: string },
  path: Path,
  findings: Findings,
): void {
  const kind = kindOf(node);
  if (rung.do === "retry" && !kind.attempt && !kind.child)
    findings.add("L003", path, `a ${node.kind} gives the same result again; use fallback or degrade`);
  if ((rung.do === "fallback" || rung.do === "degrade") && kind.ports?.(node).required)
    findings.add("L003", path, `a ${node.kind} has to choose a port; use escalate, park or terminate`);
  if (rung.do !== "fallback") return;
  if ((rung.agent !== undefined || rung.model !== undefined) && node.kind !== "agent")
    findings.add(
      "L003",
      path,
      `only an agent node can fall back to another agent or model, this is a ${node.kind}`,
    );
  if (rung.node === undefined) return;
  const others = Object.keys(graph.nodes).filter((each) => each !== id);
  if (!others.includes(rung.node))
    findings.add(
      "L006",
      [...path, "node"],
      `there is no other node "${rung.node}"; ${suggest(rung.node, others)}`,
    );
}
