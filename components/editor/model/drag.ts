import type { Graph } from "#server/engine/graph/graph";
import { asideAt, asideBox, isAside, moveAll, movedWith, reholding } from "./asides";
import { type Box, boxOf, type Places, type Point } from "./geometry";
import type { Edit } from "./history";

/** Where nodes, frames and notes are while something is moved. */
export type Moved = {
  readonly places: Places;
  readonly boxes: ReadonlyMap<string, Box>;
  /** What is moved, and what moves along. */
  readonly keys: ReadonlySet<string>;
};

export function boxAt(graph: Graph, places: Places, key: string): Box {
  const aside = asideAt(graph, key);
  return aside ? asideBox(aside) : boxOf(graph, places, key);
}

export function movedBy(graph: Graph, places: Places, keys: readonly string[], by: Point): Moved {
  const all = movedWith(graph, keys);
  const next = new Map(places);
  const boxes = new Map<string, Box>();
  for (const key of all) {
    const from = isAside(key) ? boxAt(graph, places, key) : places.get(key);
    if (!from) continue;
    const at = { x: Math.round(from.x + by.x), y: Math.round(from.y + by.y) };
    if (isAside(key)) boxes.set(key, { ...boxAt(graph, places, key), ...at });
    else next.set(key, at);
  }
  return { places: next, boxes, keys: all };
}

/** The edit that leaves everything where it was dropped; nodes that are dropped into a frame are held by it. */
export function dropped(graph: Graph, places: Places, moved: Moved): Edit | null {
  const to = new Map(
    [...moved.keys].flatMap((key) => {
      const before = isAside(key) ? boxAt(graph, places, key) : places.get(key);
      const after = isAside(key) ? moved.boxes.get(key) : moved.places.get(key);
      const differs = after && (before?.x !== after.x || before.y !== after.y);
      return differs ? [[key, { x: after.x, y: after.y }] as const] : [];
    }),
  );
  if (to.size === 0) return null;
  const edit = moveAll(graph, to);
  return { ...edit, operations: [...edit.operations, ...reholding(graph, moved)] };
}
