import type { RevisionDraft } from "#db/queries/create-workflow";
import { bindGraph } from "#server/engine/graph/compile";
import { recursionOf } from "#server/engine/graph/facts";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { readShape, validateShaped } from "#server/engine/graph/validate";
import { isAllowed } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { schemaProblems } from "../schema/compile-schema.ts";
import { sentence } from "../sentence.ts";
import { readCeilings } from "../settings/ceilings.ts";
import type { Caller } from "../types.ts";
import { callProblems } from "./check-calls.ts";
import { reachedFrom } from "./published-graphs.ts";
import { type TaskRegistry, unknownSpareTasks, unknownTasks } from "./unknown-tasks.ts";
import { agentProblems, askedBy, heldProblems } from "./warnings/agents.ts";
import { ceilingProblems } from "./warnings/ceilings.ts";
import { problemHere } from "./warnings/codes.ts";
import { type FunctionRegistry, functionProblems } from "./warnings/functions.ts";
import { heldAgents } from "./warnings/held-agents.ts";
import { type SecretStore, secretProblems } from "./warnings/secrets.ts";

/** What a check asks of this server. */
export type Checking = TaskRegistry & FunctionRegistry & SecretStore & Pick<Services, "agents">;

export type CheckedGraph = {
  readonly valid: boolean;
  readonly problems: readonly Problem[];
  /** Present when the shape is right, whether or not the rest is. */
  readonly graph?: Graph;
};

/**
 * Everything that can be said of a graph without running it, errors first. What is not registered, stored or published
 * here is a warning: it may be by the time the graph runs.
 */
export async function checkGraph(checking: Checking, caller: Caller, input: unknown): Promise<CheckedGraph> {
  // Validation puts parsed inline graphs in place: the caller's own object stays as it was.
  const shaped = readShape(structuredClone(input));
  const { graph } = shaped;
  if (!graph) return { valid: false, problems: validateShaped(shaped).problems };
  const published = await reachedFrom(checking.db.sql, graph);
  const { ok, problems } = validateShaped(shaped, published.graphs);
  const schemas = ok ? schemaProblems(graph) : [];
  const calls = callProblems(graph, published, ok && schemas.length === 0);
  const all = [...schemas, ...problems, ...calls, ...(await warnings(checking, caller, graph))];
  const [errors, rest] = [all.filter(isError), all.filter((problem) => !isError(problem))];
  return { valid: errors.length === 0, problems: [...errors, ...rest], graph };
}

const isError = ({ level }: Problem) => level === "error";

async function warnings(checking: Checking, caller: Caller, graph: Graph): Promise<readonly Problem[]> {
  const tasks = [...unknownTasks(checking, graph), ...unknownSpareTasks(checking, graph)];
  const asked = askedBy(graph);
  const held = asked.length > 0 ? await heldAgents(checking.db.sql) : new Map();
  return [
    ...tasks.map(({ path, message }) =>
      problemHere("T001", path, `${message}. Tasks are read when the server starts`),
    ),
    ...agentProblems(checking.agents, asked),
    ...heldProblems(checking.agents, asked, held),
    ...(graph.limits ? ceilingProblems(graph, await readCeilings(checking.db.sql)) : []),
    ...functionProblems(checking, graph),
    ...(isAllowed(caller.role, "secret.read") ? await secretProblems(checking, graph) : []),
  ];
}

/** A graph on its way into the database, or VALIDATION with every error and its place. */
export async function publishable(
  checking: Checking,
  input: unknown,
  caller: Caller,
): Promise<RevisionDraft & { readonly problems: readonly Problem[] }> {
  const { valid, problems, graph } = await checkGraph(checking, caller, input);
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
  const what = sentence(first ? `${first.path || "The graph"}: ${first.message}` : "unknown problem");
  const details = errors.map(({ code, path, message }) => ({ path, message: `${message} (${code})` }));
  return new ServiceError("VALIDATION", `The graph is not valid. ${what}${rest}`, details);
}
