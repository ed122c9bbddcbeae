import type { Sql } from "#db/client";
import { listWorkflows } from "#db/queries/list-workflows";
import { readGraphs } from "#db/queries/read-graphs";
import { readCallee } from "#server/engine/graph/callee";
import type { Graph } from "#server/engine/graph/graph";
import { cycleOf, cyclesAmong } from "#server/engine/recursion/call-cycles";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { CalledNamesInput } from "../inputs-drafts.ts";
import type { Caller, CallGraph } from "../types.ts";
import { type CalledGraphs, calledGraphs, namesCalled } from "./recursion.ts";

/**
 * Which published workflows start runs of which, by name, and what ends those that come back to themselves. With `names` also
 * the revisions that are pinned there, as by a draft, and what is pinned on the ways from them.
 */
export async function callGraph(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { names = [] }: CalledNamesInput = {},
): Promise<CallGraph> {
  authorize(caller, "workflow.read");
  const published = (await listWorkflows(db.sql)).filter(({ hash }) => hash !== null);
  const found = await calledGraphs(db.sql, published, names);
  const workflows = published.map(({ slug, name, publishedRevision }) => ({
    slug,
    name,
    revision: publishedRevision,
    calls: found.get(slug)?.calls ?? [],
  }));
  const called = namesCalled(found);
  const missing = new Set([...called.values()].flat().filter((name) => !called.has(name)));
  const groups = cyclesAmong(called);
  const graphs = await graphsByName(db.sql, found, new Set(groups.flat()));
  const cycles = groups.map((names) => {
    const members = new Map(names.flatMap((name): [string, Graph][] => withGraph(name, graphs.get(name))));
    const limits = Object.fromEntries([...members].map(([name, graph]) => [name, graph.limits ?? {}]));
    return { ...cycleOf(members), limits };
  });
  return { workflows, pinned: pinnedAmong(found), missing: [...missing].sort(), cycles };
}

function pinnedAmong(found: CalledGraphs): CallGraph["pinned"] {
  return [...found].flatMap(([name, { calls }]) => {
    const { workflow: slug, revision } = readCallee(name);
    return revision === undefined ? [] : [{ slug, revision, calls }];
  });
}

function withGraph(name: string, graph: Graph | undefined): [string, Graph][] {
  return graph ? [[name, graph]] : [];
}

/** Only of those that are asked for: a graph may be large. */
async function graphsByName(
  sql: Sql,
  found: CalledGraphs,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Graph>> {
  const wanted = [...found].flatMap(([name, { hash }]) => (names.has(name) ? [{ name, hash }] : []));
  const texts = await readGraphs(sql, [...new Set(wanted.map(({ hash }) => hash))]);
  return new Map(
    wanted.flatMap(({ name, hash }): [string, Graph][] => {
      const text = texts.get(hash);
      return text === undefined ? [] : [[name, JSON.parse(text) as Graph]];
    }),
  );
}
