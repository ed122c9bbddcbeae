import { calledNames } from "../graph/called-names.ts";
import { type Callee, calleeName, readCallee } from "../graph/callee.ts";
import type { CallStep, Graph } from "../graph/graph.ts";
import { namesOf, type UnavoidableCall, unavoidableCall } from "../graph/recursion.ts";
import { everyNodeWithin } from "../graph/walk.ts";

/** Published graphs by slug, and the one that is to be; revisions that calls pin, as `slug@revision`. */
export type Workflows = ReadonlyMap<string, Graph>;

/** A way on which runs start runs without end. */
export type EndlessCalls = {
  /** Names as above, the first one repeated at the end. */
  readonly cycle: readonly string[];
  /** From the workflow that was asked about, which need not be on the cycle itself. */
  readonly way: readonly CallStep[];
  /** The same in words. */
  readonly drawn: string;
  /** Place of the first call in the first workflow. */
  readonly first: UnavoidableCall;
};

/** A workflow that a graph calls, and the nodes of the graph that do so or hold an inline graph that does. */
export type NamedCall = Callee & { readonly nodes: readonly string[] };

/** Workflows that a graph names, in inline graphs too. @param self What the graph's own calls to itself run. */
export function callsOf(graph: Graph, self: string = graph.slug): readonly NamedCall[] {
  const calls = new Map<string, Set<string>>();
  for (const { node, path } of everyNodeWithin(graph)) {
    for (const named of calledNames(node)) {
      const name = named === "self" ? self : named;
      calls.set(name, (calls.get(name) ?? new Set()).add(String(path[1])));
    }
  }
  return [...calls].map(([name, nodes]) => ({ ...readCallee(name), nodes: [...nodes] }));
}

/** Their names. */
export function calledBy(graph: Graph, self?: string): readonly string[] {
  return callsOf(graph, self).map(calleeName);
}

/**
 * Workflows of which no run can end by itself: each of its runs must start a run of one of them. What is left when
 * those that can do without are taken away, again and again: the greatest fixed point.
 */
export function endlessWorkflows(workflows: Workflows): ReadonlySet<string> {
  const endless = new Set(workflows.keys());
  const callers = callersOf(workflows);
  const open = [...endless];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const graph = workflows.get(name);
    if (!graph || !endless.has(name) || callFrom(name, graph, endless)) continue;
    endless.delete(name);
    open.push(...(callers.get(name) ?? []));
  }
  return endless;
}

/** Why a workflow cannot be published as it is; `null` when its runs can end. */
export function endlessCalls(workflows: Workflows, from: string): EndlessCalls | null {
  const endless = endlessWorkflows(workflows);
  if (!endless.has(from)) return null;
  const seen = new Map<string, CallStep & UnavoidableCall>();
  let at = from;
  while (!seen.has(at)) {
    const graph = workflows.get(at);
    const call = graph && callFrom(at, graph, endless);
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
    first: seen.get(from) as UnavoidableCall,
  };
}

function callFrom(name: string, graph: Graph, endless: ReadonlySet<string>): UnavoidableCall | null {
  return unavoidableCall(graph, endless.has(name) ? new Set([...endless, "self"]) : endless);
}

function callersOf(workflows: Workflows): ReadonlyMap<string, readonly string[]> {
  const callers = new Map<string, string[]>();
  for (const [name, graph] of workflows) {
    for (const called of calledBy(graph, name)) callers.set(called, [...(callers.get(called) ?? []), name]);
  }
  return callers;
}
