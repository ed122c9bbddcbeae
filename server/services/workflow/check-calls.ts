import { calleeName, isSlug } from "#server/engine/graph/callee";
import { callsOf, type NamedCall } from "#server/engine/graph/facts";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { endlessCalls } from "#server/engine/recursion/call-graph";
import { withDefaults } from "#server/engine/schema/defaults";
import { MISSING } from "#server/engine/schema/fits";
import { templateMisfits } from "#server/engine/schema/template-fits";
import { pointerOf } from "#server/engine/values/index";
import type { Json } from "#server/engine/values/json";
import { MOST_WORKFLOWS, type Published } from "./published-graphs.ts";
import { problemHere } from "./warnings/codes.ts";

/**
 * What is wrong with the calls of a graph, given the workflows that are published now: workflows that are not published,
 * inputs that would be refused, and in a `valid` one runs that would start runs without end.
 */
export function callProblems(graph: Graph, published: Published, valid: boolean): readonly Problem[] {
  return [
    ...(valid ? endless(published.graphs, graph.slug) : []),
    ...callsOf(graph).flatMap((call) => callFlaws(call, graph.slug, published)),
  ];
}

function endless(published: Published["graphs"], slug: string): readonly Problem[] {
  const found = endlessCalls(published, slug);
  // Through the workflow itself alone is what validation says already.
  if (!found || (found.cycle.length <= 2 && found.cycle[0] === slug)) return [];
  const message = `runs would start runs without end: ${found.drawn}. Let one of these calls depend on a condition, stand in a map, or carry a "once" key`;
  return [{ ...problemHere("R002", pointerOf(found.first.path), message), way: found.way }];
}

/** What a workflow hands itself is its own affair: runs do not hold it to its schema. */
function callFlaws(call: NamedCall, own: string, published: Published): readonly Problem[] {
  const { input } = call;
  const name = calleeName(call);
  // What is no slug is told by validation, and "self" pins nothing.
  if (call.workflow === "self" || name === own || !isSlug(call.workflow)) return [];
  const called = published.graphs.get(name);
  if (!called) return published.graphs.size < MOST_WORKFLOWS ? [missing(call, published)] : [];
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
function missing({ workflow, revision, path }: NamedCall, { latest }: Published): Problem {
  const last = latest.get(workflow);
  if (last === undefined || revision === undefined) {
    const message = `nothing is published as "${workflow}"; publish it before a run comes here`;
    return problemHere("W001", pointerOf(path), message);
  }
  const message = `there is no revision ${revision} of "${workflow}"; the latest is ${last}`;
  return problemHere("W004", pointerOf([...path.slice(0, -1), "revision"]), message);
}
