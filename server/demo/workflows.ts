import { demoRevisions } from "#examples/demo/workflows";
import { bindGraph } from "#server/engine/graph/compile";
import type { BoundGraph } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";

export type Workflows = Readonly<Record<string, BoundGraph>>;

const DAY_MS = 86_400_000;

/** When a revision of the demo data was published, seen from the instant of loading. */
export function publishedAt(now: number, { daysAgo }: { readonly daysAgo: number }): number {
  return now - daysAgo * DAY_MS;
}

/** The demo workflows by slug, as they were published at an instant. */
export function demoWorkflows(now: number): (at: number) => Workflows {
  const counts = new Map<string, number>();
  const all = demoRevisions.map((given) => {
    const { graph, problems } = validateGraph(structuredClone(given.graph));
    if (!graph) throw new Error(`A demo workflow is not valid: ${problems[0]?.message}`);
    const revision = (counts.get(graph.slug) ?? 0) + 1;
    counts.set(graph.slug, revision);
    return { since: publishedAt(now, given), bound: bindGraph(graph, { slug: graph.slug, revision }) };
  });
  return (at) =>
    Object.fromEntries(all.filter(({ since }) => since <= at).map(({ bound }) => [bound.slug, bound]));
}
