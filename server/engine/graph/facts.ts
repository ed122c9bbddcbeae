import type { Strategy } from "../context/schema.ts";
import { handlesIn } from "../nodes/secret-handles.ts";
import type { Choice, Rung, RungOf } from "../recovery/schema.ts";
import { pointerOf } from "../values/index.ts";
import type { Json } from "../values/json.ts";
import { calledNames } from "./called-names.ts";
import { type Callee, namesItself } from "./callee.ts";
import type { Graph } from "./graph.ts";
import type { Path } from "./problems.ts";
import { everyGraph, everyNode, everyNodeWithin } from "./walk.ts";

/** What a validated graph says of things that are not in it, each with its place. Inline graphs are part of it. */

export type NamedTask = { readonly task: string; readonly path: string };

/** Tasks that are the work of a node. */
export function namedTasks(graph: Graph): readonly NamedTask[] {
  return [...everyNodeWithin(graph)].flatMap(({ node, path }) =>
    node.kind === "task" ? [{ task: node.task, path: pointerOf([...path, "task"]) }] : [],
  );
}

/** Tasks that are called when something else asks for them: a model, a failure, an undoing, a plan. */
export function spareTasks(graph: Graph): readonly NamedTask[] {
  const nodes = [...everyNodeWithin(graph)].flatMap(({ node, path }) => {
    const tools = node.kind === "agent" ? (node.tools ?? []) : [];
    const planned = node.kind === "plan" ? (node.graphs?.tasks ?? []) : [];
    const undoing = node.compensate?.task;
    return [
      ...tools.map((task, i) => ({ task, path: pointerOf([...path, "tools", i]) })),
      ...planned.map((task, i) => ({ task, path: pointerOf([...path, "graphs", "tasks", i]) })),
      ...(undoing === undefined ? [] : [{ task: undoing, path: pointerOf([...path, "compensate", "task"]) }]),
    ];
  });
  const fallbacks = fallbacksOf(graph).flatMap(({ rung, path }) =>
    rung.task === undefined ? [] : [{ task: rung.task, path: pointerOf([...path, "task"]) }],
  );
  return [...nodes, ...fallbacks];
}

type Listed<T> = { readonly rung: T; readonly path: Path };

/** Every rung, of workflows and of nodes. */
function rungsOf(graph: Graph): readonly Listed<Rung>[] {
  const listed = (rungs: readonly Rung[] | undefined, path: Path) =>
    (rungs ?? []).map((rung, i) => ({ rung, path: [...path, "recovery", i] }));
  return [...everyGraph(graph)].flatMap((each) => [
    ...listed(each.graph.recovery, each.path),
    ...[...everyNode(each.graph, each.path)].flatMap(({ node, path }) => listed(node.recovery, path)),
  ]);
}

export function fallbacksOf(graph: Graph): readonly Listed<RungOf<"fallback">>[] {
  return rungsOf(graph).flatMap(({ rung, path }) => (rung.do === "fallback" ? [{ rung, path }] : []));
}

type Named = { readonly name: string; readonly path: Path };

/** Recovery strategies of one's own. */
export function strategiesOf(graph: Graph): readonly Named[] {
  return rungsOf(graph).flatMap(({ rung, path }) =>
    rung.do === "custom" ? [{ name: rung.strategy, path: [...path, "strategy"] }] : [],
  );
}

/** Inheritance functions of one's own. */
export function inheritancesOf(graph: Graph): readonly Named[] {
  return [...everyGraph(graph)].flatMap(({ graph: each, path: base }) => [
    ...functionIn(each.context?.strategy, [...base, "context"]),
    ...[...everyNode(each, base)].flatMap(({ node, path }) => {
      const context = "context" in node ? node.context : undefined;
      return typeof context === "object" ? functionIn(context.strategy, [...path, "context"]) : [];
    }),
  ]);
}

function functionIn(strategy: string | Strategy | undefined, path: Path): readonly Named[] {
  if (typeof strategy !== "object" || strategy.function === undefined) return [];
  return [{ name: strategy.function, path: [...path, "strategy", "function"] }];
}

/** A secret's handle and the request that it stands in. */
export type NamedSecret = Named & { readonly kind: "http"; readonly url: string };

export function secretsOf(graph: Graph): readonly NamedSecret[] {
  return [...everyNodeWithin(graph)].flatMap(({ node, path: base }) => {
    if (node.kind !== "http") return [];
    const { kind, url, headers, query, body } = node;
    const found = [...handlesIn({ headers: headers ?? null, query: query ?? null, body: body ?? null })];
    return found.flatMap(({ path, name }) =>
      name === null ? [] : [{ name, kind, url, path: [...base, ...path] }],
    );
  });
}

/** A workflow that a run may start, and what it would be given; no input = what only a run can tell. */
export type NamedCall = Callee & {
  readonly path: Path;
  readonly input?: { readonly template: Json; readonly path: Path };
};

export function callsOf(graph: Graph): readonly NamedCall[] {
  const mapped = mappedNodes(graph);
  const nodes = [...everyNodeWithin(graph)].flatMap(({ node, path }) => [
    ...(node.kind === "subworkflow" ? callIn(node, path, mapped.has(pointerOf(path))) : []),
    ...(node.compensate ? callIn(node.compensate, [...path, "compensate"]) : []),
    ...(node.kind === "plan" ? (node.workflows ?? []) : []).map((workflow, i) => ({
      workflow,
      path: [...path, "workflows", i],
    })),
    ...choicesIn(node.onEscalation, path),
  ]);
  const wide = [...everyGraph(graph)].flatMap((each) => choicesIn(each.graph.onEscalation, each.path));
  return [...nodes, ...wide, ...fallbacksOf(graph).flatMap(({ rung, path }) => callIn(rung, path))];
}

/** Nodes over whose input edges merge entries: the template alone does not say what they are given. */
function mappedNodes(graph: Graph): ReadonlySet<string> {
  const targets = [...everyGraph(graph)].flatMap(({ graph: { edges }, path }) =>
    edges.flatMap(({ target, mapping }) => (mapping ? [pointerOf([...path, "nodes", target])] : [])),
  );
  return new Set(targets);
}

function choicesIn(choices: readonly Choice[] | undefined, base: Path): readonly NamedCall[] {
  return (choices ?? []).flatMap((choice, i) =>
    choice.choose === "replaceChild" ? callIn(choice, [...base, "onEscalation", i]) : [],
  );
}

type Calling = {
  readonly workflow?: string | undefined;
  readonly revision?: number | undefined;
  readonly input?: Json | undefined;
};

function callIn({ workflow, revision, input }: Calling, base: Path, mapped = false): readonly NamedCall[] {
  if (workflow === undefined) return [];
  const given = input === undefined || mapped ? {} : { input: { template: input, path: [...base, "input"] } };
  return [{ workflow, revision, path: [...base, "workflow"], ...given }];
}

/** Whether a run of the graph can start another one of the same workflow, directly. */
export function recursionOf(graph: Graph): "none" | "self" {
  const calls = [...everyNodeWithin(graph)].some(({ node }) =>
    calledNames(node).some((name) => namesItself(graph, name)),
  );
  return calls ? "self" : "none";
}
