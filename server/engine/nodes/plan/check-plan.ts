import { calleeName } from "../../graph/callee.ts";
import { callsOf, namedTasks, spareTasks, strategiesOf } from "../../graph/facts.ts";
import type { Graph } from "../../graph/graph.ts";
import { suggest } from "../../graph/nearest.ts";
import type { Path } from "../../graph/problems.ts";
import { validateGraph } from "../../graph/validate.ts";
import { everyGraph, everyNodeWithin } from "../../graph/walk.ts";
import type { Deciding } from "../../run/deciding.ts";
import { pointerOf } from "../../values/index.ts";
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
function forbidden(
  { env }: Deciding,
  { graphs = {}, workflows = [] }: Rules,
  graph: Graph,
): readonly string[] {
  const { tasks = [] } = graphs;
  const kinds = new Set([...(graphs.kinds ?? PLANNED_KINDS), ...(tasks.length > 0 ? ["task"] : [])]);
  return [
    ...[...everyNodeWithin(graph)]
      .filter(({ node }) => !kinds.has(node.kind))
      .map(
        ({ node, path }) =>
          `${at(path)}: a plan may not use the kind ${node.kind}; it may use ${[...kinds].join(", ")}`,
      ),
    ...secretPlaces(graph).map((path) => `${at(path)}: a plan may not use secrets`),
    // What it would answer is in no list.
    ...strategiesOf(graph).map(
      ({ path }) => `${at(path)}: a plan may not use recovery strategies of one's own`,
    ),
    ...callsOf(graph)
      .map((call) => ({ name: calleeName(call), path: call.path }))
      .filter(({ name }) => name !== "self" && !workflows.includes(name))
      .map(({ name, path }) => `${at(path)}: "${name}" is none of the workflows that this plan may start`),
    ...[...namedTasks(graph), ...spareTasks(graph)].flatMap(({ task, path }) => {
      if (!tasks.includes(task))
        return [
          `/graph${path}: "${task}" is none of the tasks that this plan may use; ${suggest(task, tasks)}`,
        ];
      return env.task(task) ? [] : [`/graph${path}: no task is called "${task}" here`];
    }),
  ];
}

function at(path: Path): string {
  return `/graph${pointerOf(path)}`;
}

/** Nodes with secrets in them, and graphs with some beside their nodes. */
function secretPlaces(graph: Graph): readonly Path[] {
  const parts = [
    ...[...everyGraph(graph)].map(({ graph: { nodes: _, ...beside }, path }) => ({ of: beside, path })),
    ...[...everyNodeWithin(graph)].map(({ node, path }) => ({ of: node, path })),
  ];
  return parts.filter(({ of }) => JSON.stringify(of).includes('"$secret"')).map(({ path }) => path);
}
