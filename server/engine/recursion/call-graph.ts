import type { CallStep, Graph } from "../graph/graph.ts";
import { namesOf, type UnavoidableCall, unavoidableCall } from "../graph/recursion.ts";
import { everyNodeWithin } from "../graph/walk.ts";
import { kindOf } from "../nodes/definitions.ts";

/** Published graphs by slug, and the one that is to be. */
export type Workflows = ReadonlyMap<string, Graph>;

/** A way on which runs start runs without end. */
export type EndlessCalls = {
  /** Slugs, the first one repeated at the end. */
  readonly cycle: readonly string[];
  /** From the workflow that was asked about, which need not be on the cycle itself. */
  readonly way: readonly CallStep[];
  /** The same in words. */
  readonly drawn: string;
  /** Place of the first call in the first workflow. */
  readonly first: UnavoidableCall;
};

/** A workflow that a graph calls, and the nodes of the graph that do so or hold an inline graph that does. */
export type NamedCall = { readonly workflow: string; readonly nodes: readonly string[] };

/** Workflows that a graph names, in inline graphs too; `self` is the graph's own. */
export function callsOf(graph: Graph): readonly NamedCall[] {
  const calls = new Map<string, Set<string>>();
  for (const { node, path } of everyNodeWithin(graph)) {
    const kind = kindOf(node);
    for (const named of [kind.call?.(node)?.workflow ?? [], kind.mayCall?.(node) ?? []].flat()) {
      const workflow = named === "self" ? graph.slug : named;
      calls.set(workflow, (calls.get(workflow) ?? new Set()).add(String(path[1])));
    }
  }
  return [...calls].map(([workflow, nodes]) => ({ workflow, nodes: [...nodes] }));
}

/** Their slugs. */
export function calledBy(graph: Graph): readonly string[] {
  return callsOf(graph).map(({ workflow }) => workflow);
}

/**
 * Workflows of which no run can end by itself: each of its runs must start a run of one of them. What is left when
 * those that can do without are taken away, again and again: the greatest fixed point.
 */
export function endlessWorkflows(workflows: Workflows): ReadonlySet<string> {
  const endless = new Set(workflows.keys());
  const callers = callersOf(workflows);
  const open = [...endless];
  for (let slug = open.pop(); slug !== undefined; slug = open.pop()) {
    const graph = workflows.get(slug);
    if (!graph || !endless.has(slug) || callFrom(graph, endless)) continue;
    endless.delete(slug);
    open.push(...(callers.get(slug) ?? []));
  }
  return endless;
}

/** Why a workflow cannot be published as it is; `null` when its runs can end. */
export function endlessCalls(workflows: Workflows, slug: string): EndlessCalls | null {
  const endless = endlessWorkflows(workflows);
  if (!endless.has(slug)) return null;
  const seen = new Map<string, CallStep & UnavoidableCall>();
  let at = slug;
  while (!seen.has(at)) {
    const graph = workflows.get(at);
    const call = graph && callFrom(graph, endless);
    if (!call) return null;
    const calls = call.calls === "self" ? at : call.calls;
    seen.set(at, { ...call, workflow: at, calls });
    at = calls;
  }
  const way = [...seen.values()].map(({ workflow, nodes, calls }) => ({ workflow, nodes, calls }));
  const cycle = [...way.slice(way.findIndex(({ workflow }) => workflow === at)), { workflow: at }];
  const drawn = way.map((step) => `${step.workflow} (${namesOf(step).join(" → ")})`);
  return {
    cycle: cycle.map(({ workflow }) => workflow),
    way,
    drawn: [...drawn, at].join(" → "),
    first: seen.get(slug) as UnavoidableCall,
  };
}

function callFrom(graph: Graph, endless: ReadonlySet<string>): UnavoidableCall | null {
  return unavoidableCall(graph, endless.has(graph.slug) ? new Set([...endless, "self"]) : endless);
}

function callersOf(workflows: Workflows): ReadonlyMap<string, readonly string[]> {
  const callers = new Map<string, string[]>();
  for (const [slug, graph] of workflows) {
    for (const called of calledBy(graph)) callers.set(called, [...(callers.get(called) ?? []), slug]);
  }
  return callers;
}
