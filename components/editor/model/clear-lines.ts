import type { Graph } from "#server/engine/graph/graph";
import { type Crossing, crossings } from "./drawn-edges";
import { GRID, type Places, sizeOf } from "./geometry";

/** Of more cards, how all lines run would take too long to look at again and again. */
const MOST_CARDS = 40;
const MOST_ROUNDS = 40;
/** Rounds times cards: a round takes longer the more there are. */
const MOST_WORK = 600;
/** Lines that are looked at in each round. */
const MOST_LINES = 3;
/** How far a card is moved at most, in steps of the grid. */
const MOST_STEPS = 24;
/** Between a card and the next one below it. */
const GAP = 32;

type Tried = { readonly places: Places; readonly left: number; readonly moved: number };

/**
 * The same, with cards moved up or down as little as is needed so that no line of an edge runs over one that it has nothing to do
 * with. Where that cannot be had, as few lines as were found.
 */
export function clearLines(graph: Graph, places: Places): Places {
  if (places.size > MOST_CARDS) return places;
  let best: Tried = { places, left: crossings(graph, places).length, moved: 0 };
  const seen = new Set<string>();
  const rounds = Math.min(MOST_ROUNDS, MOST_WORK / places.size);
  // What frees one line may bring another over a card first: it goes on from there, and never back to where it was.
  for (let at: Tried | undefined = best, round = 0; at && best.left > 0 && round < rounds; round++) {
    seen.add(keyOf(at));
    at = crossings(graph, at.places)
      .slice(0, MOST_LINES)
      .flatMap((one) => triesFor(graph, at?.places ?? places, one))
      .filter((tried) => !seen.has(keyOf(tried)))
      .toSorted((one, other) => one.left - other.left || one.moved - other.moved)[0];
    if (at && at.left < best.left) best = at;
  }
  return best.places;
}

function keyOf({ places }: Tried): string {
  return [...places.values()].map(({ y }) => y).join();
}

/** The card, or an end of the edge, one way or the other, each until the line is free of the card. */
function triesFor(graph: Graph, places: Places, { edge, card }: Crossing): readonly Tried[] {
  return [card, edge.target, edge.source].flatMap((id) =>
    [-GRID, GRID].flatMap((step) => {
      for (let steps = 1; steps <= MOST_STEPS; steps++) {
        const next = pushed(graph, places, id, step * steps);
        const left = crossings(graph, next);
        if (!left.some((one) => one.edge === edge && one.card === card))
          return [{ places: next, left: left.length, moved: steps }];
      }
      return [];
    }),
  );
}

/** A card moved up or down, and of those in its column what would be covered further on. */
function pushed(graph: Graph, places: Places, id: string, by: number): Places {
  const start = places.get(id);
  if (!start) return places;
  const next = new Map(places).set(id, { x: start.x, y: start.y + by });
  const column = [...places]
    .filter(([other, { x, y }]) => other !== id && x === start.x && Math.sign(y - start.y) === Math.sign(by))
    .toSorted(([, one], [, other]) => (one.y - other.y) * by);
  let [edge, last] = [start.y + by, id];
  for (const [other, { x, y }] of column) {
    const y2 = by > 0 ? edge + sizeOf(graph, last).height + GAP : edge - GAP - sizeOf(graph, other).height;
    if (by > 0 ? y >= y2 : y <= y2) break;
    next.set(other, { x, y: by > 0 ? Math.ceil(y2 / GRID) * GRID : Math.floor(y2 / GRID) * GRID });
    [edge, last] = [next.get(other)?.y ?? y2, other];
  }
  return next;
}
