import type { RunPlace } from "#db/queries/list-all-runs";
import type { RootPlace, SettledKey } from "#db/queries/list-roots";
import { parseRunId, runIdOf } from "#server/engine/ids";
import { ServiceError } from "../errors.ts";

/**
 * Cursors of the run lists, opaque to clients: `<id>` in the order of start, `<sort>~<asOf>~<value>~<id>` in the
 * others, where an empty value is a run that was open. A cursor of another order is refused.
 */
export function writePlace(place: RootPlace): string {
  if (place.by === "started") return place.id;
  return [place.by, place.asOf.getTime(), place.open ? "" : place.value, place.id].join("~");
}

export function readPlace(cursor: string, by: "started" | SettledKey): RootPlace {
  if (by === "started") return { by, id: rootId(cursor) };
  const [sort, asOf = "", value = "", id = ""] = cursor.split("~");
  if (sort !== by || !/^\d{1,15}$/.test(asOf)) throw refused();
  const place = { by, asOf: new Date(Number(asOf)), id: rootId(id) };
  if (value === "") return { ...place, open: true };
  const number = Number(value);
  if (!Number.isFinite(number)) throw refused();
  return { ...place, open: false, value: number };
}

export function writeRunPlace({ treeId, no }: RunPlace): string {
  return runIdOf(treeId, no);
}

export function readRunPlace(cursor: string): RunPlace {
  const place = parseRunId(cursor);
  if (!place) throw refused();
  return place;
}

function rootId(text: string): string {
  if (parseRunId(text)?.no === 0) return text;
  throw refused();
}

function refused(): ServiceError {
  const message = "This is no cursor of this list. Pass the nextCursor of the page before, unchanged.";
  return new ServiceError("VALIDATION", message, [{ path: "/cursor", message }]);
}
