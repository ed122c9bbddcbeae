import type { Graph, Problem } from "#server/engine/graph/graph";
import type { Ceilings } from "../../settings/ceilings.ts";
import { problemHere } from "./codes.ts";

/** Limits that a graph states and that the workspace does not allow. */
export function ceilingProblems({ limits = {} }: Graph, ceilings: Ceilings): readonly Problem[] {
  return Object.entries(ceilings).flatMap(([name, ceiling]) => {
    const stated = limits[name as keyof Ceilings];
    if (ceiling === null || stated === undefined || (stated !== null && stated <= ceiling)) return [];
    const asked = stated === null ? "it has no limit" : `it is ${stated}`;
    return [
      {
        ...problemHere(
          "R007",
          `/limits/${name}`,
          `${asked}, and this workspace allows ${ceiling}, which runs get`,
        ),
        limits: { [name]: ceiling },
      },
    ];
  });
}
