import type { Sql } from "#db/client";
import { listWorkflows, type WorkflowListed } from "#db/queries/list-workflows";
import { readGraphs } from "#db/queries/read-graphs";
import type { Graph } from "#server/engine/graph/graph";
import { cycleOf, cyclesAmong } from "#server/engine/recursion/call-cycles";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, CallGraph } from "../types.ts";
import { callsByHash } from "./recursion.ts";

/** Which published workflows start runs of which, by name, and what ends those that come back to themselves. */
export async function callGraph({ db }: Pick<Services, "db">, caller: Caller): Promise<CallGraph> {
  authorize(caller, "workflow.read");
  const published = (await listWorkflows(db.sql)).filter(({ hash }) => hash !== null);
  const calls = await callsByHash(db.sql, published);
  const workflows = published.map(({ slug, name, publishedRevision, hash }) => ({
    slug,
    name,
    revision: publishedRevision,
    calls: calls.get(hash ?? "") ?? [],
  }));
  const called = new Map(workflows.map((one) => [one.slug, one.calls.map(({ workflow }) => workflow)]));
  const missing = new Set([...called.values()].flat().filter((slug) => !called.has(slug)));
  const groups = cyclesAmong(called);
  const graphs = await graphsBySlug(db.sql, published, new Set(groups.flat()));
  const cycles = groups.map((slugs) => {
    const members = new Map(slugs.flatMap((slug): [string, Graph][] => withGraph(slug, graphs.get(slug))));
    const limits = Object.fromEntries([...members].map(([slug, graph]) => [slug, graph.limits ?? {}]));
    return { ...cycleOf(members), limits };
  });
  return { workflows, missing: [...missing].sort(), cycles };
}

function withGraph(slug: string, graph: Graph | undefined): [string, Graph][] {
  return graph ? [[slug, graph]] : [];
}

/** Only of those that are asked for: a graph may be large. */
async function graphsBySlug(
  sql: Sql,
  published: readonly WorkflowListed[],
  slugs: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Graph>> {
  const wanted = published.flatMap(({ slug, hash }) =>
    hash !== null && slugs.has(slug) ? [{ slug, hash }] : [],
  );
  const texts = await readGraphs(sql, [...new Set(wanted.map(({ hash }) => hash))]);
  return new Map(
    wanted.flatMap(({ slug, hash }): [string, Graph][] => {
      const text = texts.get(hash);
      return text === undefined ? [] : [[slug, JSON.parse(text) as Graph]];
    }),
  );
}
