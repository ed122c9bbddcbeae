import type { EpochMs } from "../ids.ts";
import type { Event } from "../run/events.ts";
import { newProjection, type Projection, project } from "./project.ts";
import { copyPlaces } from "./row-places.ts";

/** A projection that stands at a moment of the past. */
export type Past = {
  readonly projection: Projection;
  /** Latest instant among the events that it holds: what was committed by then is in it. */
  until: EpochMs;
};

export function newPast(): Past {
  return { projection: newProjection(), until: 0 };
}

/** A copy that can be folded on; rows are never changed in place, so they are shared. */
export function copyPast({ projection, until }: Past): Past {
  const { seq, tree, rows, places, slugs } = projection;
  const copy = { seq, tree, rows: new Map(rows), places: copyPlaces(places), slugs: new Map(slugs) };
  return { projection: copy, until };
}

/**
 * Folds events on as long as they happened by `at`. `false` = the next one is later: the projection shows the tree
 * as it was at that instant.
 */
export function foldUntil(past: Past, event: Event, at: EpochMs): boolean {
  if (Math.max(past.until, event.at) > at) return false;
  project(past.projection, past.projection.seq + 1, event);
  past.until = Math.max(past.until, event.at);
  return true;
}
