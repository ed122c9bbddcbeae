import graph from "../../examples/deep-research/graph.json" with { type: "json" };

const { plan, write, parts } = graph.nodes;

/** The research that is shipped, as somebody else may have made it. */
export const research = (slug: string, more: object = {}) => ({ ...graph, slug, name: "Research", ...more });

/** With a name of one's own for the node that writes, and more tokens for the one that plans. */
export const edited = (slug: string, { tokens, name }: { readonly tokens: number; readonly name: string }) =>
  research(slug, {
    nodes: { ...graph.nodes, plan: { ...plan, maxTokens: tokens }, write: { ...write, name } },
  });

/** With a node more, one that is moved, and two that are changed. */
export function changed(slug: string) {
  const { gather, ...nodes } = graph.nodes;
  const check = {
    kind: "transform",
    name: "Check sources",
    output: "= nodes.write.output",
    position: { x: 1680, y: 160 },
  };
  return research(slug, {
    nodes: {
      ...nodes,
      gather: { ...gather, name: "Gather and rank", position: { x: 1200, y: 96 } },
      plan: { ...plan, maxTokens: 4_000 },
      check,
    },
    edges: [...graph.edges, { source: "write", target: "check" }],
  });
}

/** With a name that is misspelt, a port that is not there, and an expression that is cut short. */
export const wrong = (slug: string) =>
  research(slug, {
    limits: { ...graph.limits, maxRuns: 100 },
    nodes: {
      ...graph.nodes,
      plan: { ...plan, prompt: "Divide {{ nodes.serch.output.question }}" },
      write: { ...write, prompt: "Put together {{ nodes.gather.output.answers }}" },
      parts: { ...parts, maxChildren: 5 },
    },
    edges: graph.edges.map((edge) =>
      "port" in edge && edge.port === "answer" ? { ...edge, port: "deep" } : edge,
    ),
  });
