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
  const { frames = {} } = graph.layout ?? {};
  const { parents, homes } = nestingOf(graph);
  const all = Object.entries(graph.nodes);
  const names = new Map(Object.keys(frames).map((frame, nth) => [frame, freeName(`frame_${nth + 1}`, ids)]));
  /** What stands in a frame, or in none: nodes, then the frames within it. */
  const inside = (home: string | undefined): readonly string[] => [
    ...all
      .filter(([id]) => homes.get(id) === home)
      .map(([id, node]) => `  ${ids.get(id)}${shapeOf(id, node)}`),
    ...Object.entries(frames).flatMap(([frame, { title: of }]) => {
      const own = parents.get(frame) === home ? inside(frame) : [];
      const head = `  subgraph ${names.get(frame)}[${quoted(of || frame)}]`;
      return own.length > 0 ? [head, ...own.map((line) => `  ${line}`), "  end"] : [];
    }),
  ];
  const edges = graph.edges.flatMap(({ source, target, port, when }) => {
    const [from, to] = [ids.get(source), ids.get(target)];
    const label = port ?? when;
    return from && to ? [`  ${from} -->${label === undefined ? "" : `|${quoted(label)}|`} ${to}`] : [];
  });
  return `${["---", `title: ${title}`, "---", "flowchart LR", ...inside(undefined), ...edges].join("\n")}\n`;
}

type Nesting = {
  /** The frame that a frame stands in. */
  readonly parents: ReadonlyMap<string, string>;
  /** The frame of each node. */
  readonly homes: ReadonlyMap<string, string>;
};

/**
 * Of several frames the smallest holds a node, and of those that hold all nodes of a frame the smallest holds the frame:
 * a drawing has each thing in one place. Of frames around the same nodes the later lies upon the earlier.
 */
function nestingOf({ nodes, layout }: Graph): Nesting {
  const smallestFirst = Object.entries(layout?.frames ?? {})
    .map(([frame, { nodes: own }]) => [frame, new Set(own.filter((id) => Object.hasOwn(nodes, id)))] as const)
    .reverse()
    .sort(([, one], [, other]) => one.size - other.size);
  const parents = smallestFirst.flatMap(([frame, own], at) => {
    const parent = smallestFirst.slice(at + 1).find(([, wider]) => [...own].every((id) => wider.has(id)));
    return parent ? [[frame, parent[0]] as const] : [];
  });
  const homes = Object.keys(nodes).flatMap((id) => {
    const home = smallestFirst.find(([, own]) => own.has(id));
    return home ? [[id, home[0]] as const] : [];
  });
  return { parents: new Map(parents), homes: new Map(homes) };
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
