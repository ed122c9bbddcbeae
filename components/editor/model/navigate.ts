import type { Graph } from "#server/engine/graph/graph";
import { reachable } from "#server/engine/graph/topology";
import { boxOf, type Places, type Point } from "./geometry";

export type Direction = "left" | "right" | "up" | "down";

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Where a key leads; `null` = it is no arrow. */
export function arrowDirection(key: string): Direction | null {
  return ARROWS[key] ?? null;
}

/** The node that an arrow leads to: along an edge, else the nearest one that way. */
export function neighbour(graph: Graph, places: Places, id: string, direction: Direction): string | null {
  const linked = linkedTo(graph, id, direction);
  const others = linked.length > 0 ? linked : Object.keys(graph.nodes).filter((other) => other !== id);
  return nearest(graph, places, id, others, linked.length > 0 ? null : direction);
}

function linkedTo({ edges }: Graph, id: string, direction: Direction): readonly string[] {
  if (direction === "right") return edges.filter(({ source }) => source === id).map(({ target }) => target);
  if (direction === "left") return edges.filter(({ target }) => target === id).map(({ source }) => source);
  return [];
}

const AHEAD: Readonly<Record<Direction, (dx: number, dy: number) => readonly [number, number]>> = {
  right: (dx, dy) => [dx, dy],
  left: (dx, dy) => [-dx, dy],
  down: (dx, dy) => [dy, dx],
  up: (dx, dy) => [-dy, dx],
};

function nearest(
  graph: Graph,
  places: Places,
  id: string,
  others: readonly string[],
  direction: Direction | null,
): string | null {
  const from = middleOf(graph, places, id);
  let best: { readonly id: string; readonly far: number } | null = null;
  for (const other of others) {
    const to = middleOf(graph, places, other);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const [ahead, aside] = direction ? AHEAD[direction](dx, dy) : [Math.abs(dx), dy];
    const far = ahead + 2 * Math.abs(aside);
    if ((direction === null || ahead > 0) && (!best || far < best.far)) best = { id: other, far };
  }
  return best?.id ?? null;
}

function middleOf(graph: Graph, places: Places, id: string): Point {
  const { x, y, width, height } = boxOf(graph, places, id);
  return { x: x + width / 2, y: y + height / 2 };
}

/** All that leads to a node, or all that it leads to, itself included. */
export function stream(graph: Graph, id: string, way: "up" | "down"): ReadonlySet<string> {
  const edges =
    way === "down"
      ? graph.edges
      : graph.edges.map(({ source, target }) => ({ source: target, target: source }));
  return reachable([id], edges);
}
