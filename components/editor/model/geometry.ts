import type { Graph } from "#server/engine/graph/graph";
import { portsOf } from "./connect";

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
export type Box = Point & Size;
export type Places = ReadonlyMap<string, Point>;

export const GRID = 16;
const WIDTH = 208;
const HEIGHT = 56;
/** Ports stand below each other; from the third on the node grows. */
export const PORT_STEP = 20;

export function sizeOf(graph: Graph, id: string): Size {
  const ports = portsOf(graph, id)?.names.length ?? 0;
  return { width: WIDTH, height: Math.max(HEIGHT, 28 + ports * PORT_STEP) };
}

/** Where every node is drawn: where it says, else where it was put for it. */
export function placesOf(graph: Graph, given: Places): Places {
  return new Map(
    Object.entries(graph.nodes).map(([id, { position }]) => [
      id,
      position ?? given.get(id) ?? { x: 0, y: 0 },
    ]),
  );
}

export function boxOf(graph: Graph, places: Places, id: string): Box {
  return { ...(places.get(id) ?? { x: 0, y: 0 }), ...sizeOf(graph, id) };
}

export function boundsOf(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

export function onGrid({ x, y }: Point): Point {
  const round = (value: number) => Math.round(value / GRID) * GRID || 0;
  return { x: round(x), y: round(y) };
}

/** The nearest place at or below a point, in steps of the grid, at which no node stands yet. */
export function freePlace(at: Point, taken: Iterable<Point>): Point {
  const keys = new Set([...taken].map(({ x, y }) => `${x} ${y}`));
  let place = onGrid(at);
  while (keys.has(`${place.x} ${place.y}`)) place = { x: place.x + GRID, y: place.y + GRID };
  return place;
}
