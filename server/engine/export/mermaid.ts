import type { Graph, GraphNode } from "../graph/graph.ts";

/** How each kind is drawn; all others are boxes. */
const SHAPES: Readonly<Partial<Record<GraphNode["kind"], readonly [open: string, close: string]>>> = {
  decision: ["{", "}"],
  subworkflow: ["[[", "]]"],
  map: ["[[", "]]"],
  plan: ["[[", "]]"],
  loop: ["[[", "]]"],
  approval: ["[/", "/]"],
  wait: ["(", ")"],
  end: ["([", "])"],
  fail: ["([", "])"],
};
/** Words that would be read as something else where a node may stand. */
const RESERVED =
  /^(end|graph|flowchart|subgraph|style|class|classDef|click|linkStyle|direction|default|accTitle|accDescr)$/i;

/** The graph as a flowchart of Mermaid, as documentation shows it. What nodes do is not in it. */
export function mermaidOf(graph: Graph): string {
  const title = graph.name.replaceAll("\n", " ").trim();
  const ids = mermaidIds(graph);
  const nodes = Object.entries(graph.nodes).map(([id, node]) => `  ${ids.get(id)}${shapeOf(id, node)}`);
  const edges = graph.edges.flatMap(({ source, target, port, when }) => {
    const [from, to] = [ids.get(source), ids.get(target)];
    const label = port ?? when;
    return from && to ? [`  ${from} -->${label === undefined ? "" : `|${quoted(label)}|`} ${to}`] : [];
  });
  return `${["---", `title: ${title}`, "---", "flowchart LR", ...nodes, ...edges].join("\n")}\n`;
}

/** Dashes of names stand where arrows begin. */
function mermaidIds(graph: Graph): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    Object.keys(graph.nodes).map((id) => {
      const stem = RESERVED.test(id) ? `${id}_` : id.replaceAll("-", "_");
      let name = stem;
      for (let i = 2; taken.has(name); i++) name = `${stem}_${i}`;
      taken.add(name);
      return [id, name];
    }),
  );
}

function shapeOf(id: string, node: GraphNode): string {
  const [open, close] = SHAPES[node.kind] ?? ["[", "]"];
  return `${open}${quoted(node.name ?? id)}${close}`;
}

/** Quotes and line breaks would end the label. */
function quoted(text: string): string {
  return `"${text.replaceAll("&", "&amp;").replaceAll('"', "#quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/\s+/g, " ")}"`;
}
