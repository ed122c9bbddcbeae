import type { Graph, GraphEdge } from "#server/engine/graph/graph";
import { portsOf } from "./connect";
import { type Box, boxOf, exitAt, NODE_HEIGHT, type Places, type Point } from "./geometry";

/** How near the line of an edge may come to a card that it has nothing to do with. */
const CLEAR = 6;
const STEPS = 24;

export type Crossing = { readonly edge: GraphEdge; readonly card: string };

type Curve = readonly [Point, Point, Point, Point];

/** The line of an edge as the canvas draws it: a smooth curve from the exit to the entry, with the points that bend it. */
export function curveOf(graph: Graph, places: Places, { source, target, port }: GraphEdge): Curve {
  const [from, to] = [boxOf(graph, places, source), boxOf(graph, places, target)];
  const exit = port === undefined ? -1 : (portsOf(graph, source)?.names.indexOf(port) ?? -1);
  const start = { x: from.x + from.width, y: from.y + exitAt(exit === -1 ? null : exit) };
  const end = { x: to.x, y: to.y + NODE_HEIGHT / 2 };
  const bend = end.x >= start.x ? (end.x - start.x) / 2 : 6.25 * Math.sqrt(start.x - end.x);
  return [start, { x: start.x + bend, y: start.y }, { x: end.x - bend, y: end.y }, end];
}

function pointsOn([one, two, three, four]: Curve): readonly Point[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
    const on = (axis: keyof Point) => a * one[axis] + b * two[axis] + c * three[axis] + d * four[axis];
    return { x: on("x"), y: on("y") };
  });
}

/** Edges whose line lies on the card of another node. */
export function crossings(graph: Graph, places: Places): readonly Crossing[] {
  const cards = [...places.keys()].map((id) => ({ id, area: around(boxOf(graph, places, id)) }));
  return graph.edges.flatMap((edge) => {
    const { source, target } = edge;
    if (!places.has(source) || !places.has(target)) return [];
    const points = pointsOn(curveOf(graph, places, edge));
    const reach = areaOf(points);
    return cards
      .filter(({ id, area }) => id !== source && id !== target && meet(area, reach))
      .filter(({ area }) => points.some((at) => holds(area, at)))
      .map(({ id }) => ({ edge, card: id }));
  });
}

type Area = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

function around({ x, y, width, height }: Box): Area {
  return { left: x - CLEAR, right: x + width + CLEAR, top: y - CLEAR, bottom: y + height + CLEAR };
}

function areaOf(points: readonly Point[]): Area {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function meet(one: Area, other: Area): boolean {
  return (
    one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom
  );
}

function holds({ left, right, top, bottom }: Area, { x, y }: Point): boolean {
  return x > left && x < right && y > top && y < bottom;
}
