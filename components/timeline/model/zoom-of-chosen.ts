import { placeOf, type Zoom, zoomTo } from "../../drawing";
import { reachOf } from "./draw-run";
import type { Scene } from "./scene";

/** The time that the chosen run took; everything where none is chosen. */
export function zoomOfChosen({ active, forest, axis, until }: Scene): Zoom {
  const row = active?.startsWith("r") ? forest.rows[Number(active.slice(1))] : undefined;
  if (!row) return null;
  const { from, to } = reachOf(row, until);
  return zoomTo(placeOf(axis, from), placeOf(axis, to), axis.length);
}
