import type { Graph } from "#server/engine/graph/graph";
import type { Imported, ImportedPins } from "#server/engine/import/report";
import { asidesOf, takenBy } from "./asides";
import { type Chosen, pasteText } from "./clipboard";
import { boundsOf, boxesOf, freePlace, type Places, type Point, placesOf } from "./geometry";
import type { Edit } from "./history";
import { placeMissing } from "./tidy";

export type PastedForeign =
  | { readonly ok: true; readonly edit: Edit; readonly select: Chosen; readonly pins: ImportedPins }
  | { readonly ok: false; readonly message: string };

/**
 * Puts what another tool has copied into a graph, where it covers nothing.
 * @param near The corner that a node would have in the middle of what is seen.
 */
export function pasteForeign(graph: Graph, places: Places, read: Imported, near: Point): PastedForeign {
  const own = placesOf(read.graph, placeMissing(read.graph));
  const size = boundsOf([...boxesOf(read.graph, own), ...asidesOf(read.graph).map(({ value }) => value)]);
  const at = size ? { x: near.x - size.width / 2, y: near.y - size.height / 2 } : near;
  const free = freePlace(takenBy(graph, places), at, size ?? undefined);
  const pasted = pasteText(graph, places, JSON.stringify(read.graph), free);
  if (!pasted.ok) return pasted;
  const names = [...pasted.select.nodes];
  const pins = Object.keys(read.graph.nodes).flatMap((id, nth) => {
    const [name, pin] = [names[nth], read.pins?.[id]];
    return name !== undefined && pin ? [[name, pin] as const] : [];
  });
  return {
    ok: true,
    edit: { ...pasted.edit, label: `Paste from ${read.format}` },
    select: pasted.select,
    pins: Object.fromEntries(pins),
  };
}
