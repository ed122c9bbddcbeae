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
  const framed = framesOf(graph);
  const lineOf = ([id, node]: [string, GraphNode]) => `  ${ids.get(id)}${shapeOf(id, node)}`;
  const all = Object.entries(graph.nodes);
  const nodes = all.filter(([id]) => !framed.has(id)).map(lineOf);
  const frames = Object.entries(graph.layout?.frames ?? {}).flatMap(([frame, { title: of }], nth) => {
    const inside = all.filter(([id]) => framed.get(id) === frame).map((entry) => `  ${lineOf(entry)}`);
    const head = `  subgraph ${freeName(`frame_${nth + 1}`, ids)}[${quoted(of || frame)}]`;
    return inside.length > 0 ? [head, ...inside, "  end"] : [];
  });
  const edges = graph.edges.flatMap(({ source, target, port, when }) => {
    const [from, to] = [ids.get(source), ids.get(target)];
    const label = port ?? when;
    return from && to ? [`  ${from} -->${label === undefined ? "" : `|${quoted(label)}|`} ${to}`] : [];
  });
  return `${["---", `title: ${title}`, "---", "flowchart LR", ...nodes, ...frames, ...edges].join("\n")}\n`;
}

/** The frame of each node; of several the smallest, since a node is drawn in one place. */
function framesOf({ layout }: Graph): ReadonlyMap<string, string> {
  const largestFirst = Object.entries(layout?.frames ?? {}).toSorted(
    ([, one], [, other]) => other.nodes.length - one.nodes.length,
  );
  return new Map(largestFirst.flatMap(([frame, { nodes }]) => nodes.map((id) => [id, frame] as const)));
}

function freeName(name: string, ids: ReadonlyMap<string, string>): string {
  return [...ids.values()].includes(name) ? freeName(`${name}_`, ids) : name;
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
