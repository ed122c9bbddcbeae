import type { RevisionDraft } from "#db/queries/create-workflow";
import { bindGraph } from "#server/engine/graph/compile";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { schemaProblems } from "../schema/compile-schema.ts";
import type { Caller } from "../types.ts";
import { callProblems } from "./check-calls.ts";
import { recursionOf } from "./graph-facts.ts";
import { type TaskRegistry, unknownTasks } from "./unknown-tasks.ts";

type Checking = TaskRegistry & Pick<Services, "db">;

export type CheckedGraph = {
  readonly valid: boolean;
  readonly problems: readonly Problem[];
  /** Present when the shape is right, whether or not the rest is. */
  readonly graph?: Graph;
};

/**
 * Everything that can be said of a graph without running it, errors first. A task that is not registered here is a
 * warning: it may be by the time the graph runs.
 */
export function checkGraph(registry: TaskRegistry, input: unknown): CheckedGraph {
  // Validation puts parsed inline graphs in place: the caller's own object stays as it was.
  const { ok, problems, graph } = validateGraph(structuredClone(input));
  const schemas = graph && ok ? schemaProblems(graph) : [];
  return {
    valid: ok && schemas.length === 0,
    problems: [...schemas, ...problems, ...(graph ? taskProblems(registry, graph) : [])],
    ...(graph ? { graph } : {}),
  };
}

/** The same, and whether its runs could end, given the workflows that are published now. */
export async function checkWithCalls(checking: Checking, input: unknown): Promise<CheckedGraph> {
  const checked = checkGraph(checking, input);
  if (!checked.graph || !checked.valid) return checked;
  const calls = await callProblems(checking.db.sql, checked.graph);
  return { ...checked, valid: calls.length === 0, problems: [...calls, ...checked.problems] };
}

function taskProblems(registry: TaskRegistry, graph: Graph): Problem[] {
  return unknownTasks(registry, graph).map(({ path, message }) => ({
    code: "T001",
    level: "warning",
    path,
    message: `${message}. Tasks are read when the server starts`,
  }));
}

/** A graph on its way into the database, or VALIDATION with every error and its place. */
export async function publishable(
  checking: Checking,
  input: unknown,
  caller: Caller,
): Promise<RevisionDraft & { readonly problems: readonly Problem[] }> {
  const { valid, problems, graph } = await checkWithCalls(checking, input);
  if (!valid || !graph) throw invalidGraph(problems);
  return {
    slug: graph.slug,
    name: graph.name,
    description: graph.description ?? "",
    hash: bindGraph(graph, { slug: graph.slug, revision: null }).hash,
    // In its author's order, which readers of the graph see; the hash does not depend on it.
    graph: JSON.stringify(graph),
    nodes: Object.keys(graph.nodes).length,
    recursion: recursionOf(graph),
    createdBy: caller.actor.name,
    problems,
  };
}

function invalidGraph(problems: readonly Problem[]): ServiceError {
  const errors = problems.filter(({ level }) => level === "error");
  const [first] = errors;
  const rest =
    errors.length > 1
      ? ` There ${errors.length === 2 ? "is 1 more error" : `are ${errors.length - 1} more errors`}.`
      : "";
  const what = first ? `${first.path || "The graph"}: ${first.message}` : "unknown problem";
  const details = errors.map(({ code, path, message }) => ({ path, message: `${message} (${code})` }));
  return new ServiceError("VALIDATION", `The graph is not valid. ${what}.${rest}`, details);
}
