import { Graph as Dagre, layout } from "@dagrejs/dagre";
import type { Graph, GraphEdge } from "#server/engine/graph/graph";
import { clearLines } from "./clear-lines";
import { roomFor } from "./edges";
import { boundsOf, boxOf, onGrid, type Places, type Point, sizeOf } from "./geometry";

const ORIGIN: Point = { x: 0, y: 0 };
const GAPS = { rankdir: "LR", nodesep: 32, ranksep: 56, edgesep: 16 } as const;

/** Places for nodes, left to right along their edges, no line over a card where that can be had. Only the nodes named, with the edges among them. */
export function layOut(graph: Graph, ids: readonly string[] = Object.keys(graph.nodes)): Places {
  const inside = new Set(ids);
  const drawing = new Dagre({ multigraph: true });
  drawing.setGraph({ ...GAPS });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) drawing.setNode(named(id), { ...sizeOf(graph, id) });
  for (const [i, edge] of graph.edges.entries())
    if (inside.has(edge.source) && inside.has(edge.target))
      drawing.setEdge(named(edge.source), named(edge.target), wordsOn(edge), String(i));
  layout(drawing);
  const places = new Map(
    ids.map((id): [string, Point] => {
      const { x = 0, y = 0 } = drawing.node(named(id)) as { x?: number; y?: number };
      const { width, height } = sizeOf(graph, id);
      return [id, onGrid({ x: x - width / 2, y: y - height / 2 })];
    }),
  );
  return clearLines(graph, places);
}

/** What the library puts between the cards; it takes no note of what has no height. */
function wordsOn(edge: GraphEdge) {
  const width = roomFor(edge) - GAPS.ranksep;
  return width > 0 ? { width, height: 1, labelpos: "c" } : {};
}

/** The library keeps names in plain objects, which have members such as `constructor` already. */
function named(id: string): string {
  return `n:${id}`;
}

/** The same for a part of what is drawn: its upper left corner stays where it is. */
export function tidied(graph: Graph, places: Places, ids: readonly string[]): Places {
  const fresh = layOut(graph, ids);
  const before = boundsOf(ids.map((id) => boxOf(graph, places, id)));
  const after = boundsOf(ids.map((id) => boxOf(graph, fresh, id)));
  if (!before || !after) return fresh;
  const [dx, dy] = [before.x - after.x, before.y - after.y];
  return new Map([...fresh].map(([id, { x, y }]) => [id, onGrid({ x: x + dx, y: y + dy })]));
}

/** Places for the nodes that have none, by themselves or given: below those that have. */
export function placeMissing(graph: Graph, given: Places = new Map()): Places {
  const ids = Object.keys(graph.nodes);
  const known = new Map(
    ids.flatMap((id) => {
      const place = graph.nodes[id]?.position ?? given.get(id);
      return place ? [[id, place] as const] : [];
    }),
  );
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length === 0) return given;
  const fresh = layOut(graph, missing);
  const bounds = boundsOf([...known.keys()].map((id) => boxOf(graph, known, id)));
  const { x: left, y: top } = bounds ? { x: bounds.x, y: bounds.y + bounds.height + GAPS.ranksep } : ORIGIN;
  const moved = [...fresh].map(([id, { x, y }]) => [id, onGrid({ x: x + left, y: y + top })] as const);
  return new Map([...given, ...moved]);
}
