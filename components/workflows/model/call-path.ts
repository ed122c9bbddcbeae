import type { CallStep } from "#server/engine/graph/graph";
import type { CallGraph } from "#server/services/types";
import { guardText } from "./guard-text";

/** A way from workflow to workflow. A step that names nodes has no guard; the others have those of what is published. */
export type CallPath = readonly CallStep[];

const SLUG = "[a-z][a-z0-9-]*";
const NODES = "[A-Za-z0-9_/.-]+";
const STEP = new RegExp(`^(${SLUG})(?::(${NODES}))?$`);

/** `audit:begin.go,report:go,audit`: workflows with the nodes on the way, and what the last of them calls. */
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

/** Where a way is drawn over the calls of all workflows. */
export function pathHref(path: CallPath): string {
  return `/workflows?${new URLSearchParams({ view: "calls", path: printPath(path) })}`;
}

/** The shortest way on which the first workflow of a cycle comes back to itself. */
export function cyclePath({ slugs }: { readonly slugs: readonly string[] }, calls: CallGraph): CallPath {
  const [first = ""] = slugs;
  const called = new Map(calls.workflows.map((one) => [one.slug, one.calls.map(({ workflow }) => workflow)]));
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

/** A step as it is drawn and told. */
export type ToldStep = CallStep & {
  /** From 1. */
  readonly number: number;
  /** What may end it there, in words; none = nothing. */
  readonly guards: readonly string[];
  /** Nodes that have a guard, or that call without one. */
  readonly at: readonly string[];
  /** What is published has this call too. */
  readonly published: boolean;
};

export function tellPath(path: CallPath, calls: CallGraph): readonly ToldStep[] {
  const known = new Map(calls.workflows.map((one) => [one.slug, one.calls]));
  return path.map((step, at) => {
    const call = known.get(step.workflow)?.find(({ workflow }) => workflow === step.calls);
    const guards =
      step.nodes.length > 0
        ? []
        : calls.cycles.flatMap((cycle) => cycle.guards.filter(({ workflow }) => workflow === step.workflow));
    const callers = step.nodes.length > 0 ? step.nodes.slice(-1) : (call?.nodes ?? []);
    return {
      ...step,
      number: at + 1,
      guards: guards.map(guardText),
      at: guards.length > 0 ? [...new Set(guards.map(({ node }) => node))] : callers,
      published: call !== undefined,
    };
  });
}
