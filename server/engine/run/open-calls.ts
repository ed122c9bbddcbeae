import type { SlotRef, TreeState } from "./state.ts";
import { slotAt } from "./tree.ts";

/** Whether the slot's attempt was handed out and is not answered. */
export function isCalling(tree: TreeState, ref: SlotRef): boolean {
  return slotAt(tree, ref)?.calling === true;
}

/** Slots whose attempts are open, in order of run. Looks at every run: for a new owner, never for an event. */
export function openCalls(tree: TreeState): SlotRef[] {
  const refs: SlotRef[] = [];
  for (const run of tree.runs) {
    for (const [node, state] of Object.entries(run.nodes ?? {})) {
      if (state.calling) refs.push({ run: run.no, node });
      if (state.loop?.slot?.calling) refs.push({ run: run.no, node, item: state.loop.index });
      state.map?.slots.forEach((slot, item) => {
        if (slot?.calling) refs.push({ run: run.no, node, item });
      });
    }
  }
  return refs;
}
