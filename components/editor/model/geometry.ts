import type { Graph } from "#server/engine/graph/graph";
import { isLast, portsOf } from "./connect";

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
export type Box = Point & Size;
export type Places = ReadonlyMap<string, Point>;

export const GRID = 16;

export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 56;
const NODE_SIZE: Size = { width: NODE_WIDTH, height: NODE_HEIGHT };
/** Ports stand below each other, under what every node shows. */
export const PORT_STEP = 20;
const BELOW_PORTS = 6;

/** Where edges leave a node: from itself, and from each of its ports; from a decision only by a port. */
export function exitsOf(graph: Graph, id: string): readonly (string | null)[] {
  if (isLast(graph, id)) return [];
  const ports = portsOf(graph, id);
  if (!ports) return [null];
  return ports.required ? ports.names : [null, ...ports.names];
}

export function sizeOf(graph: Graph, id: string): Size {
  const ports = exitsOf(graph, id).filter((exit) => exit !== null).length;
  return { width: NODE_WIDTH, height: NODE_HEIGHT + (ports === 0 ? 0 : ports * PORT_STEP + BELOW_PORTS) };
}

/** How far below the upper edge of a node its exit is, the n-th of its ports counted from 0. */
export function exitAt(port: number | null): number {
  return port === null ? NODE_HEIGHT / 2 : NODE_HEIGHT + port * PORT_STEP + PORT_STEP / 2;
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

/** The same with where its edges leave by its ports, and how high it is above them. */
export function cardOf(graph: Graph, places: Places, id: string) {
  const ports = exitsOf(graph, id).filter((exit) => exit !== null);
  return {
    ...boxOf(graph, places, id),
    head: NODE_HEIGHT,
    exits: ports.map((port, at) => ({ port, y: exitAt(at) })),
  };
}

export function boxesOf(graph: Graph, places: Places): readonly Box[] {
  return [...places.keys()].map((id) => boxOf(graph, places, id));
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

/** The nearest place at or below a point at which a box, or else a node, covers none of those that stand there. */
export function freePlace(taken: readonly Box[], at: Point, size: Size = NODE_SIZE): Point {
  const covers = ({ x, y }: Point) =>
    taken.some(
      (box) =>
        x < box.x + box.width + GRID &&
        box.x < x + size.width + GRID &&
        y < box.y + box.height + GRID &&
        box.y < y + size.height + GRID,
    );
  let place = onGrid(at);
  while (covers(place)) place = { x: place.x, y: place.y + GRID };
  return place;
}

/** Smaller than this, names cannot be made out, however large they are written on their cards. */
export const WHOLE = 0.2;
