import type { Decision } from "../../run/commands.ts";
import { refused } from "../../run/deciding.ts";
import type { MapState } from "../../run/state.ts";
import { nodeOf } from "../../run/tree.ts";
import { completeNode } from "../complete.ts";
import type { Planning } from "../planner.ts";
import { fail } from "../planning.ts";
import { type Joined, mapProgress } from "./progress.ts";

/** Starts the next item of a node that is one for each of a list, or ends it when its join is decided. */
export function moveItems(
  planning: Planning,
  node: Joined,
  start: (map: MapState, index: number) => Decision,
): Decision {
  const map = nodeOf(planning.run, planning.ref.node)?.map;
  if (!map) return refused("IDLE");
  const progress = mapProgress(node, map);
  switch (progress.do) {
    case "hold":
      return refused("IDLE");
    case "complete":
      return completeNode(planning.deciding, planning.ref, { result: { collect: true } });
    case "fail":
      return fail(planning, progress.failure);
    case "start":
      return start(map, map.next);
  }
}
