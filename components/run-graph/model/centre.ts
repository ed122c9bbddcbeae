import { type GraphLayout, NODE } from "./layout.ts";

type Point = { readonly x: number; readonly y: number };
type Size = { readonly width: number; readonly height: number };

/** Room at each side of the graph, in its own pixels. */
const MARGIN = 40;

/**
 * Where to look at so that a card is in sight and as much of the pane as can be is filled with graph: the middle of the
 * card, but no further out than the graph's edge is from the pane's. `pane` is in the graph's pixels.
 */
export function centreFor(card: Point, layout: Pick<GraphLayout, "width" | "height">, pane: Size): Point {
  return {
    x: within(card.x + NODE.width / 2, layout.width, pane.width),
    y: within(card.y + NODE.height / 2, layout.height, pane.height),
  };
}

function within(wanted: number, length: number, pane: number): number {
  const least = pane / 2 - MARGIN;
  const most = length + MARGIN - pane / 2;
  return least > most ? length / 2 : Math.min(most, Math.max(least, wanted));
}
