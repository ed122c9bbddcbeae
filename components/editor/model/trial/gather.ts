import { bindGraph } from "#server/engine/graph/compile";
import type { BoundGraph, Graph } from "#server/engine/graph/graph";
import { calledBy } from "#server/engine/recursion/call-graph";

export type Published = {
  readonly slug: string;
  readonly revision: number;
  readonly graph: Graph | null;
};

/** Reads every workflow that a graph can come to, each once. What is not there stays out. */
export async function gatherCalled(
  graph: Graph,
  read: (slug: string) => Promise<Published | null>,
): Promise<Readonly<Record<string, BoundGraph>>> {
  const found: Record<string, BoundGraph> = {};
  const seen = new Set([graph.slug]);
  let open = calledBy(graph).filter((slug) => !seen.has(slug));
  while (open.length > 0) {
    for (const slug of open) seen.add(slug);
    const next = await Promise.all(open.map(read));
    open = [];
    for (const one of next) {
      if (!one?.graph) continue;
      found[one.slug] = bindGraph(one.graph, { slug: one.slug, revision: one.revision });
      open.push(...calledBy(one.graph));
    }
    open = [...new Set(open)].filter((slug) => !seen.has(slug));
  }
  return found;
}
