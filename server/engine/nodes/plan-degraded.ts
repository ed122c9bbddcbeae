import type { Decision } from "../run/commands.ts";
import { type Deciding, refused } from "../run/deciding.ts";
import type { SlotRef } from "../run/state.ts";
import { slotAt } from "../run/tree.ts";
import { completeSlot } from "./complete.ts";

/** Output of a place that a limit refused, where the tree goes on with a part of its result. */
export type Degraded = { readonly degraded: { readonly code: string; readonly message: string } };

/** The place ends with a result that says why there is no other. */
export function planDegraded(deciding: Deciding, ref: SlotRef): Decision {
  const failure = slotAt(deciding.tree, ref)?.degraded;
  if (!failure) return refused("IDLE");
  const { code, message } = failure;
  const output: Degraded = { degraded: { code, message } };
  return completeSlot(deciding, ref, { result: { output } });
}
