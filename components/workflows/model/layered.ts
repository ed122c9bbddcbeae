import { calleeName } from "#server/engine/graph/callee";
import type { Graph } from "#server/engine/graph/graph";

export const NODE_SIZE = { width: 180, height: 52 } as const;
const GAP = { x: 56, y: 44 } as const;

export type Placed = {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** What it does, in a few characters: task, workflow, list. */
  readonly note: string;
  /** Starts a run of its own workflow. */
  readonly recursive: boolean;
  readonly x: number;
  readonly y: number;
};

export type Drawn = {
  readonly key: string;
  readonly path: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
};
export type Layout = {
  readonly nodes: readonly Placed[];
  readonly edges: readonly Drawn[];
  readonly width: number;
  readonly height: number;
};

/** Left to right: a node stands one column after the last of what leads to it. Edges of a loop do not count. */
export function layoutOf(graph: Graph): Layout {
  const columns = columnsOf(Object.keys(graph.nodes), graph.edges);
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const height = rows * NODE_SIZE.height + (rows - 1) * GAP.y;
  const nodes = columns.flatMap((column, at) => placeColumn(graph, column, at, height));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = graph.edges.flatMap((edge, index) => drawEdge(edge, index, byId));
  const width = columns.length * NODE_SIZE.width + Math.max(0, columns.length - 1) * GAP.x;
  return { nodes, edges, width, height };
}

/** Where each node stands in the picture of the page. */
export function boxesOf(graph: Graph) {
  return new Map(layoutOf(graph).nodes.map(({ id, x, y }) => [id, { x, y, ...NODE_SIZE }]));
}

function placeColumn(graph: Graph, column: readonly string[], at: number, height: number): Placed[] {
  const used = column.length * NODE_SIZE.height + (column.length - 1) * GAP.y;
  return column.flatMap((id, row) => {
    const node = graph.nodes[id];
    if (!node) return [];
    const x = at * (NODE_SIZE.width + GAP.x);
    const y = (height - used) / 2 + row * (NODE_SIZE.height + GAP.y);
    return [
      { id, name: node.name ?? id, kind: node.kind, note: noteOf(node), recursive: isRecursive(node), x, y },
    ];
  });
}

type GraphNode = Graph["nodes"][string];

function isRecursive(node: GraphNode): boolean {
  const called = node.kind === "map" ? node.body : node;
  return called.kind === "subworkflow" && called.workflow === "self";
}

type Calling = { readonly workflow?: string | undefined; readonly revision?: number | undefined };

function calledIn({ workflow, revision }: Calling): string {
  return workflow === undefined ? "inline graph" : calleeName({ workflow, revision });
}

function noteOf(node: GraphNode): string {
  switch (node.kind) {
    case "task":
      return node.task;
    case "subworkflow":
      return calledIn(node);
    case "map":
      return `for each, ${node.body.kind === "task" ? node.body.task : node.body.kind === "subworkflow" ? calledIn(node.body) : "transform"}`;
    case "decision":
      return [...node.cases.map((one) => one.port), ...(node.default ? [node.default] : [])].join(", ");
    default:
      return node.kind;
  }
}

type Link = { readonly source: string; readonly target: string };

/** Names by column, each one column after the last of what leads to it, and ordered so that few links cross. */
export function columnsOf(ids: readonly string[], links: readonly Link[]): string[][] {
  const columns: string[][] = [];
  for (const [id, rank] of ranksOf(ids, links)) {
    columns[rank] ??= [];
    columns[rank]?.push(id);
  }
  return untangle(links, columns);
}

/** Length of the longest way that leads to each. */
function ranksOf(ids: readonly string[], links: readonly Link[]): Map<string, number> {
  const sources = new Map<string, string[]>();
  for (const { source, target } of links) sources.set(target, [...(sources.get(target) ?? []), source]);
  const ranks = new Map<string, number>();
  const onWay = new Set<string>();
  const rank = (id: string): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    if (onWay.has(id)) return -1;
    onWay.add(id);
    const found = 1 + Math.max(-1, ...(sources.get(id) ?? []).map(rank));
    onWay.delete(id);
    ranks.set(id, found);
    return found;
  };
  for (const id of ids) rank(id);
  return ranks;
}

/** Orders each column by where its sources stand, so that few links cross. */
function untangle(links: readonly Link[], columns: string[][]): string[][] {
  const row = new Map<string, number>();
  return columns.map((column) => {
    const middle = (id: string): number => {
      const above = links
        .filter(({ target }) => target === id)
        .flatMap(({ source }) => row.get(source) ?? []);
      return above.length === 0 ? 0 : above.reduce((sum, at) => sum + at, 0) / above.length;
    };
    const ordered = [...column].sort((a, b) => middle(a) - middle(b));
    ordered.forEach((id, at) => {
      row.set(id, at - (ordered.length - 1) / 2);
    });
    return ordered;
  });
}

function drawEdge(edge: Graph["edges"][number], index: number, nodes: ReadonlyMap<string, Placed>): Drawn[] {
  const source = nodes.get(edge.source);
  const target = nodes.get(edge.target);
  if (!source || !target) return [];
  const [x1, y1] = [source.x + NODE_SIZE.width, source.y + NODE_SIZE.height / 2];
  const [x2, y2] = [target.x, target.y + NODE_SIZE.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return [
    {
      key: `${index}`,
      path,
      label: edge.port ?? (edge.when ? "when" : ""),
      x: (x1 + x2) / 2,
      y: (y1 + y2) / 2,
    },
  ];
}
