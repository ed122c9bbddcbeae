import type { Sql } from "#db/client";
import { getPublished } from "#db/queries/get-revision";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { calledBy, endlessCalls } from "#server/engine/recursion/call-graph";
import { withDefaults } from "#server/engine/schema/defaults";
import { MISSING } from "#server/engine/schema/fits";
import { templateMisfits } from "#server/engine/schema/template-fits";
import { pointerOf } from "#server/engine/values/index";
import type { Json } from "#server/engine/values/json";
import { callsOf, type NamedCall } from "./graph-facts.ts";
import { problemHere } from "./warnings/codes.ts";

/** Workflows that are looked at on the way from one; no real set of them is that large. */
const MOST_WORKFLOWS = 1_000;

type Workflows = ReadonlyMap<string, Graph>;

/**
 * What is wrong with the calls of a valid graph, given the workflows that are published now: runs that would start runs
 * without end, workflows that are not published, and inputs that would be refused.
 */
export async function callProblems(sql: Sql, graph: Graph): Promise<readonly Problem[]> {
  const calls = callsOf(graph);
  const known = await reachedFrom(sql, graph, calls);
  return [...endless(known, graph.slug), ...calls.flatMap((call) => callFlaws(call, graph.slug, known))];
}

function endless(known: Workflows, slug: string): readonly Problem[] {
  const found = endlessCalls(known, slug);
  // Through the workflow itself alone is what validation says already.
  if (!found || found.cycle.length <= 2) return [];
  const message = `runs would start runs without end: ${found.drawn}. Let one of these calls depend on a condition, stand in a map, or carry a "once" key`;
  return [{ ...problemHere("R002", pointerOf(found.first.path), message), way: found.way }];
}

/** What a workflow hands itself is its own affair: runs do not hold it to its schema. */
function callFlaws(
  { workflow: slug, path, input }: NamedCall,
  own: string,
  known: Workflows,
): readonly Problem[] {
  if (slug === "self" || slug === own) return [];
  const called = known.get(slug);
  if (!called) {
    const message = `nothing is published as "${slug}"; publish it before a run comes here`;
    return known.size < MOST_WORKFLOWS ? [problemHere("W001", pointerOf(path), message)] : [];
  }
  const schema = called.inputSchema;
  if (!input || !schema) return [];
  const given = withDefaults(input.template, schema) as Json;
  return templateMisfits(given, schema).map((misfit) => {
    const code = misfit.message === MISSING ? "W002" : "W003";
    const message = `${misfit.message}; see the input schema of "${slug}"`;
    return problemHere(code, pointerOf(input.path) + misfit.path, message);
  });
}

/** The graph and everything that is published and can be reached from it. */
async function reachedFrom(sql: Sql, graph: Graph, calls: readonly NamedCall[]): Promise<Workflows> {
  const known = new Map([[graph.slug, graph]]);
  const open = [...new Set([...calls.map(({ workflow }) => workflow), ...calledBy(graph)])];
  for (let slug = open.pop(); slug !== undefined && known.size < MOST_WORKFLOWS; slug = open.pop()) {
    if (slug === "self" || known.has(slug)) continue;
    const published = await getPublished(sql, slug);
    if (!published) continue;
    const next = JSON.parse(published.revision.graph) as Graph;
    known.set(slug, next);
    open.push(...calledBy(next));
  }
  return known;
}
