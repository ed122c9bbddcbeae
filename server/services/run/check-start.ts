import { allowanceProblem } from "#server/engine/graph/allowances";
import { effectiveLimits } from "#server/engine/graph/compile";
import type { Graph, Limits } from "#server/engine/graph/graph";
import { type ErrorDetail, ServiceError } from "../errors.ts";
import { type TaskRegistry, unknownTasks } from "../workflow/unknown-tasks.ts";

/** Refuses a graph that names tasks which nobody registered: it would fail only when it gets there. */
export function checkTasks(registry: TaskRegistry, graph: Graph): void {
  const details = unknownTasks(registry, graph);
  const [first] = details;
  if (!first) return;
  const message = `The workflow "${graph.slug}" names a task that is not registered. ${first.path}: ${first.message}. Tasks are read when the server starts: after adding one, start it again.`;
  throw new ServiceError("PRECONDITION_FAILED", message, details);
}

/** Refuses limits that are looser than the graph's own. */
export function checkLimits(graph: Graph, given: Partial<Limits>): void {
  if (given.allowances) checkAllowances(graph, given);
  const own = effectiveLimits(graph);
  const names = Object.keys(given) as (keyof Limits)[];
  const details: ErrorDetail[] = names
    .filter((name) => given[name] !== undefined && isLooser(name, given, own))
    .map((name) => ({
      path: `/limits/${name}`,
      message: `${given[name]} is looser than the workflow's own ${own[name]}; a start may only tighten limits`,
    }));
  const [first] = details;
  if (first) throw new ServiceError("VALIDATION", `${first.path}: ${first.message}.`, details);
}

function checkAllowances(graph: Graph, { allowances = {} }: Partial<Limits>): void {
  const problem = allowanceProblem(allowances, graph.limits ?? {});
  if (!problem) return;
  const { path, message } = problem;
  throw new ServiceError("VALIDATION", `${path}: ${message}.`, [{ path, message }]);
}

function isLooser(name: keyof Limits, given: Partial<Limits>, own: Limits): boolean {
  switch (name) {
    case "cycleDetection":
      return own.cycleDetection && given.cycleDetection === false;
    case "onPerformanceDegradation":
      return own.onPerformanceDegradation === "fail" && given.onPerformanceDegradation === "ignore";
    case "performanceDegradationThreshold":
      return Number(given[name]) < own[name];
    case "onBudgetExhausted":
    // The lesser of two shares holds, so a start cannot loosen one.
    case "allowances":
      return false;
    default:
      return orInfinite(given[name] ?? null) > orInfinite(own[name]);
  }
}

function orInfinite(limit: number | null): number {
  return limit ?? Number.POSITIVE_INFINITY;
}
