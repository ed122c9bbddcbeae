import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { keptText } from "./templates.ts";

/** More would be all that is read of a report. */
const LONGEST = 300;

/** What of the expressions of a node is none here, where that stands in it now, or may read nothing. */
export function unreadIn(
  node: GraphNode,
  strange: readonly string[],
  doubtful: ReadonlySet<string>,
): readonly string[] {
  const kept = [...new Set(strange)].map((text) => {
    const places = placesOf(node as unknown as Json, keptText(text), "");
    return places.length > 0 ? `${places.join(" and ")} (${text})` : text;
  });
  return [
    kept.length > 0
      ? `Kept as text, since nothing here is surely the same: ${kept.join(", ").slice(0, LONGEST)}. Write it as an expression here.`
      : "",
    doubtful.size > 0
      ? `It reads ${[...doubtful].join(", ").slice(0, LONGEST)}, which may not have run: null then.`
      : "",
  ].filter((text) => text !== "");
}

function placesOf(value: Json, text: string, place: string): readonly string[] {
  if (value === text) return [place];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Readonly<Record<string, Json>>).flatMap(([key, entry]) =>
    placesOf(entry, text, place === "" ? key : `${place}.${key}`),
  );
}
