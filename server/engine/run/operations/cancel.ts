import { endRun, isUndoing } from "../../recovery/end-run.ts";
import type { Command, Decision } from "../commands.ts";
import { type Deciding, decided, refused } from "../deciding.ts";

type Cancel = Extract<Command, { type: "cancel" }>;

/** Ends a run and all below it, leaves first; O(runs that are cancelled). What undoes something is let finish. */
export function cancelRun(deciding: Deciding, command: Cancel): Decision {
  const run = deciding.tree.runs[command.run];
  if (!run) return refused("RUN_UNKNOWN");
  if (run.phase !== "running") return refused("RUN_SETTLED");
  if (run.ending || isUndoing(deciding.tree, run)) return refused("RUN_ENDING");
  const { reason, actor, compensate = false } = command;
  return decided(deciding, endRun(deciding.tree, run.no, { kind: "cancelled", reason, actor }, compensate));
}
