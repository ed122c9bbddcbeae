import { calledNames } from "../../graph/called-names.ts";
import type { Graph } from "../../graph/graph.ts";
import { suggest } from "../../graph/nearest.ts";
import { validateGraph } from "../../graph/validate.ts";
import { everyGraph, everyNodeWithin } from "../../graph/walk.ts";
import { standInsOf } from "../../recovery/stand-ins.ts";
import type { Deciding } from "../../run/deciding.ts";
import { DEFAULT_MAX_CHILDREN, PLANNED_KINDS, type PlanNode } from "./definition.ts";
import type { Plan, PlannedChild } from "./read-plan.ts";

type Rules = Pick<PlanNode, "workflows" | "graphs" | "maxChildren">;
export type CheckedPlan =
  | { readonly kind: "sound"; readonly children: readonly PlannedChild[] }
  | { readonly kind: "flawed"; readonly flaws: readonly string[] }
  | { readonly kind: "unknown"; readonly workflow: string };

/** Whether a plan may be carried out: all of it, before any of it starts. Graphs come back complete. */
export function checkPlan(
  deciding: Deciding,
  rules: Rules,
  slug: string,
  { children, single }: Plan,
): CheckedPlan {
  const most = rules.maxChildren ?? DEFAULT_MAX_CHILDREN;
  if (children.length > most)
    return { kind: "flawed", flaws: [`it has ${children.length} children, and maxChildren is ${most}`] };
  const whole = children.map((child) =>
    child.graph ? { ...child, graph: completed(child.graph, slug) } : child,
  );
  const unknown = whole.find(
    ({ workflow }) => workflow !== undefined && isUnloaded(deciding, rules, workflow),
  );
  if (unknown?.workflow !== undefined) return { kind: "unknown", workflow: unknown.workflow };
  const flaws = whole.flatMap((child, i) =>
    flawsOf(deciding, rules, child).map((flaw) => `${single ? "" : `/children/${i}`}${flaw}`),
  );
  return flaws.length > 0 ? { kind: "flawed", flaws } : { kind: "sound", children: whole };
}

/** What a graph needs and no plan has to say. */
function completed(
  graph: NonNullable<PlannedChild["graph"]>,
  slug: string,
): NonNullable<PlannedChild["graph"]> {
  return { schemaVersion: 1, slug, name: "Planned", edges: [], ...graph };
}

function isUnloaded({ env }: Deciding, { workflows = [] }: Rules, workflow: string): boolean {
  return workflow !== "self" && workflows.includes(workflow) && env.workflow(workflow) === undefined;
}

function flawsOf(deciding: Deciding, rules: Rules, { workflow, graph }: PlannedChild): readonly string[] {
  if ((workflow === undefined) === (graph === undefined))
    return [
      `: a child needs exactly one of workflow and graph, this has ${workflow === undefined ? "neither" : "both"}`,
    ];
  if (graph)
    return rules.graphs
      ? graphFlaws(deciding, rules, graph)
      : ["/graph: this node does not allow graphs in a plan"];
  const { workflows = [] } = rules;
  const name = workflow ?? "";
  if (!workflows.includes(name))
    return [`/workflow: "${name}" is none that this plan may start; ${suggest(name, workflows)}`];
  const known = name === "self" || deciding.env.workflow(name) !== null;
  return known ? [] : [`/workflow: there is no published workflow "${name}"`];
}

function graphFlaws(
  deciding: Deciding,
  rules: Rules,
  source: NonNullable<PlannedChild["graph"]>,
): readonly string[] {
  // Validation puts parsed graphs in place.
  const { problems, graph } = validateGraph(JSON.parse(JSON.stringify(source)));
  const errors = problems.filter(({ level }) => level === "error");
  if (errors.length > 0 || !graph)
    return errors.map(({ path, message, code }) => `/graph${path}: ${message} (${code})`);
  return forbidden(deciding, rules, graph);
}

/** Who plans is given no more than the node says: a plan is what a model wrote. */
function forbidden(deciding: Deciding, rules: Rules, graph: Graph): readonly string[] {
  const allowed = rules.graphs?.tasks ?? [];
  const kinds = new Set([...(rules.graphs?.kinds ?? PLANNED_KINDS), ...(allowed.length > 0 ? ["task"] : [])]);
  const ofGraphs = [...everyGraph(graph)].flatMap(({ graph: { recovery, onEscalation }, path }) => {
    const at = `/graph${path.map((key) => `/${key}`).join("")}`;
    const wide = { recovery, onEscalation };
    return [...secretIn(at, wide), ...strategyIn(at, wide), ...beyond(deciding, rules, at, standInsOf(wide))];
  });
  const ofNodes = [...everyNodeWithin(graph)].flatMap(({ node, path }): readonly string[] => {
    const at = `/graph/${path.join("/")}`;
    if (!kinds.has(node.kind))
      return [`${at}: a plan may not use the kind ${node.kind}; it may use ${[...kinds].join(", ")}`];
    const secret = secretIn(at, node);
    if (secret.length > 0) return secret;
    const standIns = standInsOf(node);
    const own = node.kind === "task" ? [node.task] : node.kind === "agent" ? (node.tools ?? []) : [];
    const tasks = [...own, ...standIns.tasks];
    const workflows = [...calledNames(node), ...standIns.workflows];
    return [...strategyIn(at, node), ...beyond(deciding, rules, at, { tasks, workflows })];
  });
  return [...ofGraphs, ...ofNodes];
}

function secretIn(at: string, of: unknown): readonly string[] {
  return JSON.stringify(of).includes('"$secret"') ? [`${at}: a plan may not use secrets`] : [];
}

/** What one's own strategy answers is in nobody's list. */
function strategyIn(at: string, { recovery = [] }: Pick<Graph, "recovery">): readonly string[] {
  return recovery.some((rung) => rung.do === "custom")
    ? [`${at}: a plan may not use recovery strategies of one's own`]
    : [];
}

type Used = { readonly tasks: readonly string[]; readonly workflows: readonly string[] };

function beyond(
  { env }: Deciding,
  { graphs = {}, workflows = [] }: Rules,
  at: string,
  used: Used,
): readonly string[] {
  const { tasks = [] } = graphs;
  return [
    ...used.workflows
      .filter((name) => name !== "self" && !workflows.includes(name))
      .map((name) => `${at}: "${name}" is none of the workflows that this plan may start`),
    ...used.tasks
      .filter((name) => !tasks.includes(name))
      .map((name) => `${at}: "${name}" is none of the tasks that this plan may use; ${suggest(name, tasks)}`),
    ...used.tasks
      .filter((name) => tasks.includes(name) && !env.task(name))
      .map((name) => `${at}: no task is called "${name}" here`),
  ];
}
