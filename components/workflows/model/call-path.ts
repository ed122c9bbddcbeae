import { calleeName, pinsIn, readCallee } from "#server/engine/graph/callee";
import type { CallStep, Problem } from "#server/engine/graph/graph";
import type { CallGraph } from "#server/services/types";
import { callersIn } from "./callers";
import { guardText } from "./guard-text";

/**
 * A way from workflow to workflow. A step that names nodes had no guard in the draft that it was drawn from; the others have
 * those of what is published.
 */
export type CallPath = readonly CallStep[];
type Cycle = CallGraph["cycles"][number];

const NAME = "[a-z][a-z0-9-]*(?:@[1-9][0-9]*)?";
const NODES = "[A-Za-z0-9_/.-]+";
const STEP = new RegExp(`^(${NAME})(?::(${NODES}))?$`);

/** `audit:begin.go,report@2:go,audit`: workflows, or revisions that are pinned, with the nodes on the way, and what the last of them calls. */
export function printPath(path: CallPath): string {
  const steps = path.map(({ workflow, nodes }) => [workflow, nodes.join(".")].filter(Boolean).join(":"));
  return [...steps, path.at(-1)?.calls].join(",");
}

/** What is no path is none. */
export function parsePath(text: string): CallPath {
  const parts = text.split(",").map((part) => STEP.exec(part));
  if (parts.includes(null)) return [];
  return parts.slice(1).map((next, at) => ({
    workflow: parts[at]?.[1] ?? "",
    nodes: parts[at]?.[2]?.split(".") ?? [],
    calls: next?.[1] ?? "",
  }));
}

/** Revisions that it goes through: a draft may pin what nothing published does. */
export function pinsOn(path: CallPath): string[] {
  return pinsIn(path.flatMap(({ workflow, calls }) => [workflow, calls].map(readCallee)));
}

/** Where a way is drawn over the calls of all workflows. */
export function pathHref(path: CallPath): string {
  return `/workflows?${new URLSearchParams({ view: "calls", path: printPath(path) })}`;
}

/** Of an endless cycle calls that no run can do without; of another the shortest way on which its first workflow comes back. */
export function cyclePath({ slugs, way }: Pick<Cycle, "slugs" | "way">, calls: CallGraph): CallPath {
  return way.length > 0 ? way.map((step) => ({ ...step, nodes: [] })) : shortestBack(slugs, calls);
}

function shortestBack(slugs: readonly string[], calls: CallGraph): CallPath {
  const [first = ""] = slugs;
  const called = new Map(callersIn(calls).map((one) => [one.name, one.calls.map(calleeName)]));
  const ways = new Map<string, CallPath>([[first, []]]);
  for (const [workflow, way] of ways) {
    for (const next of called.get(workflow) ?? []) {
      const longer = [...way, { workflow, nodes: [], calls: next }];
      if (next === first) return longer;
      if (slugs.includes(next) && !ways.has(next)) ways.set(next, longer);
    }
  }
  return [];
}

/** What has become of a way of a draft. `other`: runs start runs without end there on another way now. */
export type Stands =
  | { readonly as: "drawn" }
  | { readonly as: "other"; readonly path: CallPath }
  | { readonly as: "gone" };

/** @param problems Those of the draft as it is now. */
export function standsIn(path: CallPath, problems: readonly Pick<Problem, "way">[]): Stands {
  const ways = problems.flatMap(({ way }) => (way ? [way] : []));
  if (ways.some((way) => printPath(way) === printPath(path))) return { as: "drawn" };
  const [other] = ways;
  return other ? { as: "other", path: other } : { as: "gone" };
}

/** A step as it is drawn and told. */
export type ToldStep = CallStep & {
  /** From 1. */
  readonly number: number;
  /**
   * `guarded`: something may end it there. `unguarded`: no run can do without the call, as it is published or, of a step
   * that names nodes, as it was when it was drawn. `goesOn`: its workflow goes on in any case, by this call or another.
   * `apart`: it is on no cycle of what is published.
   */
  readonly state: "guarded" | "unguarded" | "goesOn" | "apart";
  /** What may end it there in what is published, in words. */
  readonly guards: readonly string[];
  /** Nodes that have a guard, or that call without one; none where it is not this call that matters. */
  readonly at: readonly string[];
  /** What is published has this call too. */
  readonly published: boolean;
};

export function tellPath(path: CallPath, calls: CallGraph): readonly ToldStep[] {
  const callers = callersIn(calls);
  return path.map((step, at) => {
    const called = callers.find(({ name }) => name === step.workflow)?.calls ?? [];
    const published = called.some((call) => calleeName(call) === step.calls);
    const cycle = calls.cycles.find(
      ({ slugs }) => slugs.includes(step.workflow) && slugs.includes(step.calls),
    );
    const guards = cycle?.guards.filter((guard) => standsBefore(guard, step)) ?? [];
    const told = { ...step, number: at + 1, published, guards: guards.map(guardText) };
    if (step.nodes.length > 0) return { ...told, state: "unguarded", at: step.nodes.slice(-1) };
    if (guards.length > 0)
      return { ...told, state: "guarded", at: [...new Set(guards.map(({ node }) => node))] };
    const certain = cycle ? certainNodes(step, called, cycle) : [];
    if (certain.length > 0) return { ...told, state: "unguarded", at: certain };
    return { ...told, state: cycle ? "goesOn" : "apart", at: [] };
  });
}

function standsBefore({ workflow, calls }: Cycle["guards"][number], step: CallStep): boolean {
  return workflow === step.workflow && calls.includes(step.calls);
}

/** Of a workflow that goes on in any case: by which nodes, where it is surely by this call. */
function certainNodes(step: CallStep, called: CallGraph["workflows"][number]["calls"], cycle: Cycle) {
  const drawn = cycle.way.find(({ workflow, calls }) => workflow === step.workflow && calls === step.calls);
  if (drawn) return drawn.nodes.slice(-1);
  const [only, ...others] = called.filter((call) => cycle.slugs.includes(calleeName(call)));
  return only && calleeName(only) === step.calls && others.length === 0 ? only.nodes : [];
}
