import type { Sql } from "#db/client";
import { findWorkflow, getRevision } from "#db/queries/get-revision";
import { calleeName, isSlug, readCallee } from "#server/engine/graph/callee";
import { callsOf, type NamedCall } from "#server/engine/graph/facts";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { checkWorstCase, worstCase } from "#server/engine/graph/worst-case";
import { calledBy, endlessCalls } from "#server/engine/recursion/call-graph";
import { withDefaults } from "#server/engine/schema/defaults";
import { MISSING } from "#server/engine/schema/fits";
import { templateMisfits } from "#server/engine/schema/template-fits";
import { pointerOf } from "#server/engine/values/index";
import type { Json } from "#server/engine/values/json";
import { problemHere } from "./warnings/codes.ts";

/** Workflows that are looked at on the way from one; no real set of them is that large. */
const MOST_WORKFLOWS = 1_000;

/** By name, as calls have it; what is not there has no graph. */
type Known = {
  readonly graphs: ReadonlyMap<string, Graph>;
  /** The latest revision of those that are published. */
  readonly latest: ReadonlyMap<string, number>;
};

/**
 * What is wrong with the calls of a graph, given the workflows that are published now: workflows that are not published,
 * inputs that would be refused, what a recursion through others may come to, and in a `valid` one runs that would start runs
 * without end.
 */
export async function callProblems(sql: Sql, graph: Graph, valid: boolean): Promise<readonly Problem[]> {
  const calls = callsOf(graph);
  const known = await reachedFrom(sql, graph, calls);
  return [
    ...(valid ? endless(known.graphs, graph.slug) : []),
    ...mutual(graph, known.graphs),
    ...calls.flatMap((call) => callFlaws(call, graph.slug, known)),
  ];
}

function endless(known: Known["graphs"], slug: string): readonly Problem[] {
  const found = endlessCalls(known, slug);
  // Through the workflow itself alone is what validation says already.
  if (!found || (found.cycle.length <= 2 && found.cycle[0] === slug)) return [];
  const message = `runs would start runs without end: ${found.drawn}. Let one of these calls depend on a condition, stand in a map, or carry a "once" key`;
  return [{ ...problemHere("R002", pointerOf(found.first.path), message), way: found.way }];
}

/** Validation has warned of what it comes to through itself alone. */
function mutual(graph: Graph, known: Known["graphs"]): readonly Problem[] {
  const findings = new Findings();
  if (worstCase(graph, [], known).through.length > 0) checkWorstCase(graph, findings, known);
  return findings.list;
}

/** What a workflow hands itself is its own affair: runs do not hold it to its schema. */
function callFlaws(call: NamedCall, own: string, known: Known): readonly Problem[] {
  const { input } = call;
  const name = calleeName(call);
  // What is no slug is told by validation, and "self" pins nothing.
  if (call.workflow === "self" || name === own || !isSlug(call.workflow)) return [];
  const called = known.graphs.get(name);
  if (!called) return known.graphs.size < MOST_WORKFLOWS ? [missing(call, known)] : [];
  const schema = called.inputSchema;
  if (!input || !schema) return [];
  const given = withDefaults(input.template, schema) as Json;
  return templateMisfits(given, schema).map((misfit) => {
    const code = misfit.message === MISSING ? "W002" : "W003";
    const message = `${misfit.message}; see the input schema of "${name}"`;
    return problemHere(code, pointerOf(input.path) + misfit.path, message);
  });
}

/** Revisions count from 1 without a gap, so one that is not there is too high a number. */
function missing({ workflow, revision, path }: NamedCall, { latest }: Known): Problem {
  const last = latest.get(workflow);
  if (last === undefined || revision === undefined) {
    const message = `nothing is published as "${workflow}"; publish it before a run comes here`;
    return problemHere("W001", pointerOf(path), message);
  }
  const message = `there is no revision ${revision} of "${workflow}"; the latest is ${last}`;
  return problemHere("W004", pointerOf([...path.slice(0, -1), "revision"]), message);
}

/** The graph and everything that is published and can be reached from it, as its calls name it. */
async function reachedFrom(sql: Sql, graph: Graph, calls: readonly NamedCall[]): Promise<Known> {
  const graphs = new Map([[graph.slug, graph]]);
  const latest = new Map<string, number>();
  const seen = new Set(["self", graph.slug]);
  const open = [...calls.map(calleeName), ...calledBy(graph)];
  for (let name = open.pop(); name !== undefined && graphs.size < MOST_WORKFLOWS; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const next = await readNamed(sql, name, graph, latest);
    if (!next) continue;
    graphs.set(name, next);
    open.push(...calledBy(next, name));
  }
  return { graphs, latest };
}

/** The number that comes next is that of the graph itself, once it is published. */
async function readNamed(
  sql: Sql,
  name: string,
  own: Graph,
  latest: Map<string, number>,
): Promise<Graph | null> {
  const { workflow, revision } = readCallee(name);
  const pinned = revision === undefined ? null : await getRevision(sql, workflow, revision);
  if (pinned) return JSON.parse(pinned.graph) as Graph;
  const found = await findWorkflow(sql, workflow);
  const published = found?.revision;
  if (published) latest.set(workflow, published.revision);
  if (revision === undefined) return published ? (JSON.parse(published.graph) as Graph) : null;
  return workflow === own.slug && revision === (published?.revision ?? 0) + 1 ? own : null;
}
