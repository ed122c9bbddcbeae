import type { Decision } from "../../run/commands.ts";
import { decided, refused } from "../../run/deciding.ts";
import type { MapState } from "../../run/state.ts";
import { nodeOf } from "../../run/tree.ts";
import { planBody } from "../body-planners.ts";
import { listIn } from "../evaluate.ts";
import type { NodeOf, Planner, Planning } from "../planner.ts";
import { scopeFor, unlessValue, whereOf } from "../planning.ts";
import { moveItems } from "./move-items.ts";

/** Opens with its list, evaluated once and written into the event; then starts items until its join is decided. */
export const planMap: Planner<NodeOf<"map">> = {
  plan: (planning, node) => {
    const { deciding, ref } = planning;
    const list = listIn(deciding, node.over, scopeFor(planning), whereOf(planning, "over"));
    if (list.kind !== "list") return unlessValue(planning, list);
    return decided(
      deciding,
      [{ type: "NodeStarted", run: ref.run, node: ref.node, items: list.items }],
      list.blobs,
    );
  },
  move: (planning, node) => moveItems(planning, node, (map, index) => startItem(planning, node, map, index)),
  again: (planning, node) => {
    const map = nodeOf(planning.run, planning.ref.node)?.map;
    return map ? startItem(planning, node, map, planning.ref.item ?? 0) : refused("IDLE");
  },
};

function startItem(planning: Planning, node: NodeOf<"map">, map: MapState, index: number): Decision {
  const item = map.items[index] ?? null;
  const locals = { item, index, passed: item };
  return planBody({ ...planning, ref: { ...planning.ref, item: index }, locals }, node.body);
}
