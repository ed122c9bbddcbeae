import { demoGraphs } from "#examples/demo/workflows";
import { bindGraph } from "#server/engine/graph/compile";
import { validateGraph } from "#server/engine/graph/validate";
import type { Workflows } from "./record.ts";

/** The demo workflows as their first revision, by slug. */
export function demoWorkflows(): Workflows {
  const bound = demoGraphs.map((given) => {
    const { graph, problems } = validateGraph(structuredClone(given));
    if (!graph) throw new Error(`A demo workflow is not valid: ${problems[0]?.message}`);
    return bindGraph(graph, { slug: graph.slug, revision: 1 });
  });
  return Object.fromEntries(bound.map((graph) => [graph.slug, graph]));
}
