import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { groupBy } from "../graph/topology.ts";
import { FAILS, joinClass } from "../import/mermaid/classes.ts";

/** How each kind is drawn; all others are boxes. */
const SHAPES: Readonly<Partial<Record<GraphNode["kind"], readonly [open: string, close: string]>>> = {
  decision: ["{", "}"],
  subworkflow: ["[[", "]]"],
  map: ["[[", "]]"],
  plan: ["[[", "]]"],
  loop: ["[[", "]]"],
  approval: ["[/", "/]"],
  wait: ["(", ")"],
  agent: ["{{", "}}"],
  emit: [">", "]"],
  end: ["([", "])"],
  fail: ["(((", ")))"],
};
/** Words that would be read as something else where a node may stand. */
const RESERVED =
  /^(end|graph|flowchart|subgraph|style|class|classDef|click|linkStyle|direction|default|accTitle|accDescr)$/i;

/**
 * The graph as a flowchart of Mermaid, as documentation shows it. What nodes do is not in it; classes say what a drawing
 * cannot: which end is a failure, and which nodes do not wait for all that leads to them.
 */
export function mermaidOf(graph: Graph): string {
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
  const edges = inOrder(graph).flatMap((edge) => {
    const [from, to] = [ids.get(edge.source), ids.get(edge.target)];
    const label = labelOf(graph, edge);
    return from && to ? [`  ${from} -->${label === "" ? "" : `|${quoted(label)}|`} ${to}`] : [];
  });
  const joins = all.flatMap(([id, node]) => {
    // That of a map or a plan is of what they do.
    const { join = "all" } = node.kind === "map" || node.kind === "plan" ? {} : node;
    return join === "all" ? [] : [`  class ${ids.get(id)} ${joinClass(join)}`];
  });
  const head = ["---", `title: ${titleOf(graph.name)}`, "---", "flowchart LR"];
  return `${[...head, ...inside(undefined), ...edges, ...joins].join("\n")}\n`;
}

/** The ways out of a decision stand in the order in which it looks at them, where others stood. */
function inOrder({ nodes, edges }: Graph): readonly GraphEdge[] {
  const ranks = new Map(
    Object.entries(nodes).flatMap(([id, node]) =>
      node.kind === "decision" ? [[id, node.cases.map(({ port }) => port)] as const] : [],
    ),
  );
  const rankOf = ({ source, port }: GraphEdge) => {
    const at = ranks.get(source)?.indexOf(port ?? "") ?? 0;
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  const leaving = groupBy(
    edges.filter(({ source }) => ranks.has(source)),
    ({ source }) => source,
  );
  const sorted = new Map(
    [...leaving].map(([source, own]) => [source, own.toSorted((a, b) => rankOf(a) - rankOf(b))]),
  );
  return edges.map((edge) => sorted.get(edge.source)?.shift() ?? edge);
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
  return `${open}${quoted(node.name ?? id)}${close}${node.kind === "fail" ? `:::${FAILS}` : ""}`;
}

/** Longer conditions would be all that is seen of a drawing. */
const LONGEST = 120;

/** The port that an edge leaves by, and when it is taken. */
function labelOf({ nodes }: Graph, { source, port, when }: GraphEdge): string {
  const node = Object.hasOwn(nodes, source) ? nodes[source] : undefined;
  const cases = node?.kind === "decision" ? node.cases.filter((each) => each.port === port) : [];
  const condition = when ?? (cases.length === 1 ? cases[0]?.when : undefined);
  const plain = condition?.trim().replace(/^=(?!=)\s*/, "") ?? "";
  const cut = plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
  return [port ?? "", cut].filter((part) => part !== "").join(": ");
}

/** In the front matter, which is YAML: what that would read as something else stands in quotes. */
function titleOf(name: string): string {
  const title = name.replace(/\s+/g, " ").trim();
  const plain =
    /^[A-Za-z][\w ,.()/-]*$/.test(title) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(title);
  return plain ? title : JSON.stringify(title);
}

/** What Mermaid would read as more than text: the end of a label, HTML, entities, comments, directives, Markdown. */
const SPECIAL =
  /["#<>&;\\`*~]|%(?=%)|(?<=%)%|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[-+](?= )|(?<=^\d+)[.)](?= )/g;

/** A label in quotes; what is special in it stands as the number of its character. */
function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const named: Readonly<Record<string, string>> = { '"': "#quot;", "&": "#amp;", "<": "#lt;", ">": "#gt;" };
  return `"${line.replace(SPECIAL, (character) => named[character] ?? `#${character.charCodeAt(0)};`)}"`;
}
